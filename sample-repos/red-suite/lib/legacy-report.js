// monthly report for the old mainframe, replaced by table.js in 2017
var table = require("./table");

module.exports = function report(month, rows) {
    var title = "REPORT " + month;
    if (rows.length > 0 {
        title += " (" + rows.length + ")";
    }
    return title + "\n" + table.render(rows, [{ key: "name" }]);
};

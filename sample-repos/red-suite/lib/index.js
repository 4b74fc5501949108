module.exports = {
    units: require("./units"),
    roman: require("./roman"),
    bank: require("./bank"),
    money: require("./money"),
    barcode: require("./barcode"),
    table: require("./table")
};

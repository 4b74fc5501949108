var fs = require("fs");
var http = require("http");
var path = require("path");

/** "http://host:8080/artifacts/" plus a file name → request options. Pure. */
function requestFor(file, to) {
	var m = /^http:\/\/(?:([^:@/]+):([^@/]*)@)?([^:/]+)(?::(\d+))?(\/.*)?$/.exec(to);
	if (!m) throw new Error("Not an upload address: " + to);
	var port = m[4] ? Number(m[4]) : 80;
	if (port < 1 || port > 65535) throw new RangeError("Bad port in " + to);
	var base = m[5] || "/";
	if (base.slice(-1) !== "/") base += "/";
	var headers = { "Content-Type": contentType(file) };
	if (m[1]) headers.Authorization = "Basic " + Buffer.from(m[1] + ":" + m[2]).toString("base64");
	return { method: "PUT", host: m[3], port: port, path: base + encodeURIComponent(path.basename(file)), headers: headers };
}

function contentType(file) {
	if (/\.tar\.gz$|\.tgz$/.test(file)) return "application/gzip";
	switch (path.extname(file).toLowerCase()) {
		case ".zip":
			return "application/zip";
		case ".log":
		case ".txt":
			return "text/plain";
		case ".json":
			return "application/json";
		default:
			return "application/octet-stream";
	}
}

function upload(file, to, callback) {
	var request = http.request(requestFor(file, to), function (response) {
		response.resume();
		response.on("end", function () {
			if (response.statusCode >= 200 && response.statusCode < 300) return callback(null, response.statusCode);
			callback(new Error("Upload of " + file + " answered " + response.statusCode));
		});
	});
	request.on("error", callback);
	request.setTimeout(30000, function () {
		request.destroy(new Error("Upload of " + file + " timed out"));
	});
	fs.createReadStream(file).on("error", callback).pipe(request);
}

module.exports = { upload: upload, requestFor: requestFor, contentType: contentType };

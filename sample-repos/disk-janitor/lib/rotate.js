var fs = require("fs");
var path = require("path");
var zlib = require("zlib");

/** Renames to do so that app.log becomes app.log.1 and so on; last first. Pure. */
exports.renames = function (name, existing, keep) {
	var numbers = existing
		.map(function (file) {
			if (file.indexOf(name + ".") !== 0) return 0;
			var m = /^(\d+)(\.gz)?$/.exec(file.slice(name.length + 1));
			return m ? Number(m[1]) : 0;
		})
		.filter(function (n) { return n > 0; })
		.sort(function (a, b) { return b - a; });
	var moves = [];
	numbers.forEach(function (n) {
		var suffix = existing.indexOf(name + "." + n + ".gz") >= 0 ? ".gz" : "";
		if (n >= keep) moves.push({ remove: name + "." + n + suffix });
		else moves.push({ from: name + "." + n + suffix, to: name + "." + (n + 1) + suffix });
	});
	if (existing.indexOf(name) >= 0) moves.push({ from: name, to: name + ".1" });
	return moves;
};

exports.shouldRotate = function (stat, limits, now) {
	if (!stat || stat.size === 0) return false;
	if (limits.maxSize && stat.size >= limits.maxSize) return true;
	return Boolean(limits.daily) && Math.floor(stat.mtime / 86400) < Math.floor(now / 86400);
};

exports.rotate = function (file, keep) {
	var dir = path.dirname(file);
	exports.renames(path.basename(file), fs.readdirSync(dir), keep || 7).forEach(function (move) {
		if (move.remove) fs.unlinkSync(path.join(dir, move.remove));
		else fs.renameSync(path.join(dir, move.from), path.join(dir, move.to));
	});
	fs.writeFileSync(file, "");
};

exports.compress = function (file) {
	fs.writeFileSync(file + ".gz", zlib.gzipSync(fs.readFileSync(file)));
	fs.unlinkSync(file);
	return file + ".gz";
};

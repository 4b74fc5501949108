var fs = require("fs");
var path = require("path");
var childProcess = require("child_process");
var size = require("./size");

/** All regular files below a folder. Links are not followed. */
function scan(root, depth) {
	var found = [];
	if (depth === undefined) depth = 32;
	if (depth < 0) return found;
	var entries;
	try {
		entries = fs.readdirSync(root, { withFileTypes: true });
	} catch (err) {
		if (err.code === "EACCES" || err.code === "ENOENT") return found;
		throw err;
	}
	entries.forEach(function (entry) {
		var full = path.join(root, entry.name);
		if (entry.isSymbolicLink()) return;
		if (entry.isDirectory()) {
			found = found.concat(scan(full, depth - 1));
		} else if (entry.isFile()) {
			var stat = fs.statSync(full);
			found.push({ path: full, size: stat.size, mtime: Math.floor(stat.mtimeMs / 1000), links: stat.nlink, pinned: /\.keep$/.test(entry.name) });
		}
	});
	return found;
}

function disks() {
	var df = childProcess.spawnSync("df", ["-Pk"], { encoding: "utf8" });
	if (df.error) throw df.error;
	return size.parseDf(df.stdout);
}

/** The disk that a path lives on: the longest mount point that is a prefix. */
function diskOf(file, list) {
	var best = null;
	list.forEach(function (disk) {
		var prefix = disk.mount === "/" ? "/" : disk.mount + "/";
		if ((file + "/").indexOf(prefix) !== 0) return;
		if (!best || disk.mount.length > best.mount.length) best = disk;
	});
	return best;
}

module.exports = { scan: scan, disks: disks, diskOf: diskOf };

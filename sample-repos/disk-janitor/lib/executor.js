var fs = require("fs");
var path = require("path");
var childProcess = require("child_process");
var uploader = require("./uploader");
var planner = require("./planner");

function removeFile(file) {
	if (planner.isProtected(file)) throw new Error("Refusing to delete " + file);
	fs.rmSync(file, { force: true });
}

/** fs.rmSync gave up on the NFS shares, rm does not. */
function removeTree(dir) {
	if (planner.isProtected(dir)) throw new Error("Refusing to delete " + dir);
	var rm = childProcess.spawnSync("rm", ["-rf", "--", dir], { encoding: "utf8" });
	if (rm.status !== 0) {
		fs.rmSync(dir, { recursive: true, force: true });
	}
}

function removeEmptyFolders(root) {
	var removed = 0;
	if (planner.isProtected(root)) return removed;
	fs.readdirSync(root, { withFileTypes: true }).forEach(function (entry) {
		if (!entry.isDirectory()) return;
		var full = path.join(root, entry.name);
		removed += removeEmptyFolders(full);
		if (fs.readdirSync(full).length === 0) {
			fs.rmdirSync(full);
			removed++;
		}
	});
	return removed;
}

function archive(file, folder) {
	fs.mkdirSync(folder, { recursive: true });
	var target = path.join(folder, path.basename(file));
	var tar = childProcess.spawnSync("tar", ["-czf", target + ".tar.gz", "-C", path.dirname(file), path.basename(file)]);
	if (tar.status !== 0) throw new Error("tar failed for " + file);
	removeFile(file);
	return target + ".tar.gz";
}

/**
 * Carries out a plan. One failed step does not stop the rest.
 * @param {function(Error|null, {done: number, failed: object[], freed: number})} callback
 */
function execute(steps, options, callback) {
	var result = { done: 0, failed: [], freed: 0 };
	var queue = steps.slice();
	function next() {
		var step = queue.shift();
		if (!step) return callback(null, result);
		if (options.dryRun || step.action === "report") {
			result.done++;
			return next();
		}
		perform(step, options, function (err) {
			if (err) result.failed.push({ path: step.path, message: err.message });
			else {
				result.done++;
				result.freed += step.size;
			}
			if (err && options.stopAfter && result.failed.length >= options.stopAfter) {
				return callback(new Error("Too many failures"), result);
			}
			next();
		});
	}
	next();
}

function perform(step, options, callback) {
	try {
		switch (step.action) {
			case "delete":
				removeFile(step.path);
				return callback(null);
			case "archive":
				archive(step.path, options.archiveFolder);
				return callback(null);
			case "upload":
				return uploader.upload(step.path, options.uploadTo, function (err) {
					if (err) return callback(err);
					removeFile(step.path);
					callback(null);
				});
			default:
				throw new Error("Unknown action " + step.action);
		}
	} catch (err) {
		callback(err);
	}
}

module.exports = {
	removeFile: removeFile,
	removeTree: removeTree,
	removeEmptyFolders: removeEmptyFolders,
	archive: archive,
	execute: execute
};

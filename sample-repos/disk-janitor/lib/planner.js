var age = require("./age");
var glob = require("./glob");
var size = require("./size");

var PROTECTED = ["/", "/bin", "/boot", "/dev", "/etc", "/home", "/lib", "/opt", "/proc", "/root", "/sbin", "/srv", "/sys", "/usr", "/var"];

/** Never touch these, whatever a rule says. */
function isProtected(path) {
	var parts = [];
	String(path).split("/").forEach(function (part) {
		if (part === "..") parts.pop();
		else if (part !== "" && part !== ".") parts.push(part);
	});
	var clean = "/" + parts.join("/");
	if (String(path)[0] !== "/") return true;
	if (PROTECTED.indexOf(clean) >= 0) return true;
	if (/^\/(etc|bin|sbin|boot|proc|sys|dev)\//.test(clean)) return true;
	if (parts.indexOf(".git") >= 0 || parts.indexOf(".ssh") >= 0) return true;
	return parts.length < 2;
}

/**
 * What would be done to these files, oldest first. The newest `keep` of each rule stay.
 * @returns {{action: string, path: string, size: number, rule: string, why: string}[]}
 */
function plan(files, rules, now, options) {
	options = options || {};
	var steps = [];
	var taken = {};
	rules.forEach(function (rule) {
		var own = files
			.filter(function (file) {
				if (taken[file.path] || isProtected(file.path)) return false;
				if (file.path.indexOf(rule.path + "/") !== 0) return false;
				var rel = file.path.slice(rule.path.length + 1);
				return rule.match.length === 0 || glob.matchAny(rel, rule.match);
			})
			.sort(function (a, b) { return b.mtime - a.mtime || (a.path < b.path ? -1 : 1); });
		own.slice(rule.keep || 0).forEach(function (file) {
			var why = age.verdict(file, rule, now);
			if (!why) return;
			taken[file.path] = true;
			steps.push({ action: rule.action, path: file.path, size: file.size, rule: rule.name, why: why, mtime: file.mtime });
		});
	});
	steps.sort(function (a, b) { return a.mtime - b.mtime; });
	if (options.free === undefined) return steps;
	// only as much as is needed
	var freed = 0;
	return steps.filter(function (step) {
		if (step.action === "report") return true;
		if (freed >= options.free) return false;
		freed += step.size;
		return true;
	});
}

function summarize(steps) {
	if (steps.length === 0) return "Nothing to do.";
	var byAction = {};
	steps.forEach(function (step) {
		var entry = byAction[step.action] || (byAction[step.action] = { count: 0, bytes: 0 });
		entry.count++;
		entry.bytes += step.size;
	});
	return Object.keys(byAction)
		.sort()
		.map(function (action) {
			var entry = byAction[action];
			return action + ": " + entry.count + (entry.count === 1 ? " file, " : " files, ") + size.format(entry.bytes);
		})
		.join("\n");
}

module.exports = { isProtected: isProtected, plan: plan, summarize: summarize };

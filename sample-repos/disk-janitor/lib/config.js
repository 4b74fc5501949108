var size = require("./size");
var age = require("./age");
var schedule = require("./schedule");

var ACTIONS = ["delete", "archive", "upload", "report"];

function unquote(value) {
	var m = /^"(.*)"$/.exec(value) || /^'(.*)'$/.exec(value);
	return m ? m[1] : value;
}

function substitute(value, vars) {
	return value.replace(/\$\{(\w+)(?::-([^}]*))?\}/g, function (all, name, fallback) {
		if (Object.prototype.hasOwnProperty.call(vars, name)) return vars[name];
		if (fallback !== undefined) return fallback;
		throw new Error("Unknown variable " + name);
	});
}

function finishRule(rule) {
	if (!rule.path) throw new Error("rule " + rule.name + ": path is missing");
	if (rule.path[0] !== "/") throw new Error("rule " + rule.name + ": path must be absolute");
	if (rule.older === undefined && rule.larger === undefined && !rule.empty) {
		throw new Error("rule " + rule.name + ": would match everything");
	}
	if (rule.action === "upload" && !rule.to) throw new Error("rule " + rule.name + ": upload where?");
	return rule;
}

var SETTERS = {
	path: function (rule, value) { rule.path = value.length > 1 ? value.replace(/\/+$/, "") : value; },
	match: function (rule, value) { rule.match = rule.match.concat(value.split(/\s+/)); },
	older: function (rule, value) { age.parseAge(value); rule.older = value; },
	larger: function (rule, value) { rule.larger = size.parse(value); },
	empty: function (rule, value) { rule.empty = /^(yes|true|1)$/i.test(value); },
	keep: function (rule, value) {
		if (!/^\d+$/.test(value)) throw new Error("keep needs a number, not " + value);
		rule.keep = Number(value);
	},
	when: function (rule, value) { schedule.parse(value); rule.when = value; },
	to: function (rule, value) { rule.to = value; },
	action: function (rule, value) {
		if (ACTIONS.indexOf(value) < 0) throw new Error("Unknown action " + value);
		rule.action = value;
	}
};

/**
 * @param {string} text
 * @param {Object<string, string>} [vars] for ${name} in values
 * @returns {{settings: Object, rules: Object[]}}
 */
exports.parseConfig = function (text, vars) {
	var settings = { dryRun: false, target: 80, window: "*" };
	var rules = [];
	var rule = null;
	text.split(/\r?\n/).forEach(function (raw, index) {
		var line = raw.replace(/(^|\s)#.*$/, "").trim();
		if (!line) return;
		try {
			var section = /^\[(\w+)(?:\s+([\w-]+))?\]$/.exec(line);
			if (section) {
				if (section[1] === "rule") {
					if (!section[2]) throw new Error("a rule needs a name");
					if (rules.some(function (r) { return r.name === section[2]; })) throw new Error("rule " + section[2] + " twice");
					rule = { name: section[2], match: [], keep: 0, action: "report" };
					rules.push(rule);
				} else if (section[1] === "settings") {
					rule = null;
				} else {
					throw new Error("unknown section " + section[1]);
				}
				return;
			}
			var eq = line.indexOf("=");
			if (eq < 1) throw new Error("key = value expected");
			var key = line.slice(0, eq).trim();
			var value = unquote(substitute(line.slice(eq + 1).trim(), vars || {}));
			if (rule) {
				if (!SETTERS.hasOwnProperty(key)) throw new Error("unknown key " + key);
				SETTERS[key](rule, value);
			} else if (key === "dryRun") {
				settings.dryRun = value === "yes" || value === "true";
			} else if (key === "target") {
				settings.target = parseInt(value, 10);
				if (!(settings.target > 0 && settings.target <= 100)) throw new Error("target must be 1 to 100");
			} else {
				settings[key] = value;
			}
		} catch (err) {
			err.message = "line " + (index + 1) + ": " + err.message;
			throw err;
		}
	});
	return { settings: settings, rules: rules.map(finishRule) };
};

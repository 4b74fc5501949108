var UNITS = { s: 1, m: 60, h: 3600, d: 86400, w: 604800, y: 31536000 };

/** "14d", "1w 2d", "90m" → seconds */
function parseAge(text) {
	var total = 0;
	var rest = String(text).trim();
	if (rest === "" || rest === "0") return 0;
	if (rest === "never") return Infinity;
	while (rest) {
		var m = /^(\d+)\s*([smhdwy])\s*/.exec(rest);
		if (!m) throw new Error("Not an age: " + text);
		total += m[1] * UNITS[m[2]];
		rest = rest.slice(m[0].length);
	}
	return total;
}

/**
 * Decides by rule whether a file has to go.
 * @param {{path: string, size: number, mtime: number, links?: number, pinned?: boolean}} file times in seconds
 * @param {{older?: string, larger?: number, empty?: boolean, atLeast?: number}} rule
 * @param {number} now seconds
 * @returns {string|null} why it goes, or null when it stays
 */
function verdict(file, rule, now) {
	if (file.pinned) return null;
	if (file.links > 1) return null;
	// clocks of build agents run ahead now and then
	var age = Math.max(0, now - file.mtime);
	if (rule.atLeast !== undefined && age < rule.atLeast) return null;
	if (rule.empty && file.size === 0) return "empty";
	if (rule.older !== undefined && age > parseAge(rule.older)) {
		if (rule.larger !== undefined && file.size <= rule.larger) return null;
		return rule.larger === undefined ? "old" : "old and large";
	}
	if (rule.older === undefined && rule.larger !== undefined && file.size > rule.larger) return "large";
	return null;
}

/**
 * Grandfather, father, son: which of these backups stay. One a day for `days`, then one a week, then one a month.
 * @param {number[]} times seconds
 */
function keepers(times, now, policy) {
	var kept = {};
	var slots = {};
	times
		.slice()
		.sort(function (a, b) { return b - a; })
		.forEach(function (time) {
			var days = Math.floor((now - time) / 86400);
			var slot = null;
			if (time > now) slot = "future" + time;
			else if (days < policy.days) slot = "d" + days;
			else if (days < policy.days + 7 * policy.weeks) slot = "w" + Math.floor((days - policy.days) / 7);
			else if (days < policy.days + 7 * policy.weeks + 30 * policy.months) {
				slot = "m" + Math.floor((days - policy.days - 7 * policy.weeks) / 30);
			}
			if (slot === null || slots[slot]) return;
			slots[slot] = true;
			kept[time] = true;
		});
	return times.filter(function (time) { return kept[time]; });
}

function describeAge(seconds) {
	if (seconds < 60) return "just now";
	var names = [["y", "year"], ["w", "week"], ["d", "day"], ["h", "hour"], ["m", "minute"]];
	for (var i = 0; i < names.length; i++) {
		var n = Math.floor(seconds / UNITS[names[i][0]]);
		if (n >= 1) return n + " " + names[i][1] + (n > 1 ? "s" : "") + " old";
	}
}

module.exports = { parseAge: parseAge, verdict: verdict, keepers: keepers, describeAge: describeAge };

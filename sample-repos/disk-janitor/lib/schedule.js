// cron expressions, five fields, UTC

var NAMES = {
	month: ["jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"],
	weekday: ["sun", "mon", "tue", "wed", "thu", "fri", "sat"]
};
var FIELDS = [
	{ name: "minute", min: 0, max: 59 },
	{ name: "hour", min: 0, max: 23 },
	{ name: "day", min: 1, max: 31 },
	{ name: "month", min: 1, max: 12 },
	{ name: "weekday", min: 0, max: 7 }
];
var SHORTCUTS = {
	"@hourly": "0 * * * *",
	"@daily": "0 0 * * *",
	"@midnight": "0 0 * * *",
	"@weekly": "0 0 * * 0",
	"@monthly": "0 0 1 * *"
};

function number(text, field) {
	var names = NAMES[field.name];
	var index = names ? names.indexOf(text.toLowerCase()) : -1;
	var n = index >= 0 ? index + (field.name === "month" ? 1 : 0) : /^\d+$/.test(text) ? Number(text) : NaN;
	if (!(n >= field.min && n <= field.max)) throw new Error("Bad " + field.name + ": " + text);
	return n;
}

function parseField(text, field) {
	var values = {};
	text.split(",").forEach(function (part) {
		var stepParts = part.split("/");
		if (stepParts.length > 2) throw new Error("Bad " + field.name + ": " + part);
		var step = stepParts.length === 2 ? Number(stepParts[1]) : 1;
		if (!(step >= 1) || step % 1 !== 0) throw new Error("Bad step in " + field.name + ": " + part);
		var from = field.min;
		var to = field.max;
		if (stepParts[0] !== "*") {
			var range = stepParts[0].split("-");
			from = number(range[0], field);
			to = range.length > 1 ? number(range[1], field) : stepParts.length === 2 ? field.max : from;
			if (range.length > 2 || to < from) throw new Error("Bad range in " + field.name + ": " + part);
		}
		for (var n = from; n <= to; n += step) values[field.name === "weekday" ? n % 7 : n] = true;
	});
	return values;
}

function parse(expression) {
	var text = SHORTCUTS[expression.trim()] || expression.trim();
	var parts = text.split(/\s+/);
	if (parts.length !== 5) throw new Error("Five fields expected: " + expression);
	var result = {};
	FIELDS.forEach(function (field, i) {
		result[field.name] = parseField(parts[i], field);
	});
	result.anyDay = parts[2] === "*";
	result.anyWeekday = parts[4] === "*";
	return result;
}

function dayMatches(plan, date) {
	var day = plan.day[date.getUTCDate()] === true;
	var weekday = plan.weekday[date.getUTCDay()] === true;
	if (plan.anyDay) return weekday;
	if (plan.anyWeekday) return day;
	// both restricted: either will do, that is how cron has always been
	return day || weekday;
}

function isDue(expression, date) {
	var plan = typeof expression === "string" ? parse(expression) : expression;
	return (
		plan.minute[date.getUTCMinutes()] === true &&
		plan.hour[date.getUTCHours()] === true &&
		plan.month[date.getUTCMonth() + 1] === true &&
		dayMatches(plan, date)
	);
}

/** The next time after `date`, or null when there is none within five years (30 February). */
function next(expression, date) {
	var plan = parse(expression);
	var t = new Date(date.getTime());
	t.setUTCSeconds(0, 0);
	t.setUTCMinutes(t.getUTCMinutes() + 1);
	var limit = date.getTime() + 5 * 366 * 86400000;
	while (t.getTime() <= limit) {
		if (!plan.month[t.getUTCMonth() + 1]) {
			t.setUTCMonth(t.getUTCMonth() + 1, 1);
			t.setUTCHours(0, 0);
		} else if (!dayMatches(plan, t)) {
			t.setUTCDate(t.getUTCDate() + 1);
			t.setUTCHours(0, 0);
		} else if (!plan.hour[t.getUTCHours()]) {
			t.setUTCHours(t.getUTCHours() + 1, 0);
		} else if (!plan.minute[t.getUTCMinutes()]) {
			t.setUTCMinutes(t.getUTCMinutes() + 1);
		} else {
			return t;
		}
	}
	return null;
}

/** "22:00-06:00" around midnight included; `*` is always. */
function inWindow(text, date) {
	if (text === "*") return true;
	var m = /^(\d{1,2}):(\d{2})-(\d{1,2}):(\d{2})$/.exec(text);
	if (!m || +m[1] > 24 || +m[3] > 24 || +m[2] > 59 || +m[4] > 59) throw new Error("Not a window: " + text);
	var from = +m[1] * 60 + +m[2];
	var to = +m[3] * 60 + +m[4];
	var now = date.getUTCHours() * 60 + date.getUTCMinutes();
	if (from === to) return true;
	return from < to ? now >= from && now < to : now >= from || now < to;
}

module.exports = { parse: parse, isDue: isDue, next: next, inWindow: inWindow };

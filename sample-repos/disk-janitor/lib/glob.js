/*
 * Our own little glob, because the one on npm had forty dependencies at the time.
 * Supports * ? ** [abc] [!a-z] {a,b} and a leading ! for "not".
 */

function translateClass(pattern, start) {
	var i = start + 1;
	var out = "[";
	if (pattern[i] === "!" || pattern[i] === "^") {
		out += "^/";
		i++;
	}
	if (pattern[i] === "]") {
		out += "\\]";
		i++;
	}
	for (; i < pattern.length && pattern[i] !== "]"; i++) {
		out += pattern[i] === "\\" || pattern[i] === "[" ? "\\" + pattern[i] : pattern[i];
	}
	// no closing bracket: it is an ordinary character
	return i < pattern.length ? { text: out + "]", end: i } : { text: "\\[", end: start };
}

function toSource(pattern) {
	var out = "";
	var depth = 0;
	for (var i = 0; i < pattern.length; i++) {
		var c = pattern[i];
		switch (c) {
			case "*":
				if (pattern[i + 1] === "*") {
					var whole = (i === 0 || pattern[i - 1] === "/");
					if (whole && pattern[i + 2] === "/") {
						out += "(?:[^/]+/)*";
						i += 2;
					} else {
						out += ".*";
						i += 1;
					}
				} else {
					out += "[^/]*";
				}
				break;
			case "?":
				out += "[^/]";
				break;
			case "[": {
				var cls = translateClass(pattern, i);
				out += cls.text;
				i = cls.end;
				break;
			}
			case "{":
				depth++;
				out += "(?:";
				break;
			case "}":
				if (depth > 0) {
					depth--;
					out += ")";
				} else {
					out += "\\}";
				}
				break;
			case ",":
				out += depth > 0 ? "|" : ",";
				break;
			case "\\":
				i++;
				if (i === pattern.length) throw new Error("Pattern ends in a backslash: " + pattern);
				out += "\\" + pattern[i];
				break;
			default:
				out += /[.+^$()|]/.test(c) ? "\\" + c : c;
		}
	}
	if (depth > 0) throw new Error("Missing } in " + pattern);
	return out;
}

function compile(pattern, options) {
	return new RegExp("^" + toSource(pattern) + "$", options && options.ignoreCase ? "i" : "");
}

/** The last pattern that fits decides; a leading ! takes files out again. */
function matchAny(path, patterns) {
	var matched = false;
	patterns.forEach(function (pattern) {
		var not = pattern[0] === "!";
		if (matched !== not) return;
		if (compile(not ? pattern.slice(1) : pattern).test(path)) matched = !not;
	});
	return matched;
}

module.exports = { compile: compile, matchAny: matchAny, toSource: toSource };

module.exports = {
	parseConfig: require("./config").parseConfig,
	plan: require("./planner").plan,
	summarize: require("./planner").summarize,
	execute: require("./executor").execute,
	glob: require("./glob"),
	size: require("./size"),
	age: require("./age"),
	schedule: require("./schedule"),
	rotate: require("./rotate")
};

module.exports = {
	testEnvironment: "node",
	collectCoverageFrom: ["bin/**/*.js", "lib/**/*.js"]
};

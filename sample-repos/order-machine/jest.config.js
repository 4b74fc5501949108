module.exports = {
  testEnvironment: "node",
  testMatch: ["<rootDir>/test/**/*.spec.ts"],
  collectCoverageFrom: ["src/**/*.ts", "!src/index.ts"],
};

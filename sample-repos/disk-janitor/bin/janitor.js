#!/usr/bin/env node
var fs = require("fs");
var janitor = require("../lib");
var scanner = require("../lib/scanner");

var file = process.argv[2];
if (!file) {
	console.error("usage: disk-janitor CONFIG [--dry-run]");
	process.exit(2);
}
var config = janitor.parseConfig(fs.readFileSync(file, "utf8"), process.env);
var files = config.rules.reduce(function (all, rule) { return all.concat(scanner.scan(rule.path)); }, []);
var steps = janitor.plan(files, config.rules, Math.floor(Date.now() / 1000));
console.log(janitor.summarize(steps));
var dryRun = config.settings.dryRun || process.argv.indexOf("--dry-run") > 0;
janitor.execute(steps, { dryRun: dryRun, archiveFolder: config.settings.archive, uploadTo: config.settings.upload }, function (err, result) {
	if (err) console.error(err.message);
	console.log(result.done + " done, " + result.failed.length + " failed");
	process.exit(err || result.failed.length ? 1 : 0);
});

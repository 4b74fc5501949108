#!/usr/bin/env bash
# The package as its users get it: packed, installed into an empty project, and started as `npx nightshift`.
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

cd "$root"
npm pack --silent --pack-destination "$work" > /dev/null
mkdir "$work/project"
cd "$work/project"
git init --quiet
printf '{ "name": "empty", "version": "1.0.0" }\n' > package.json
npm install --silent --no-audit --no-fund --save-dev "$work"/nightshift-*.tgz

wanted=$(node --print "require('$root/package.json').version")
test "$(npx --no-install nightshift --version)" = "$wanted"
npx --no-install nightshift --help > /dev/null
test -f node_modules/nightshift/README.md
test ! -e node_modules/nightshift/src

# A pass over one function, with nothing installed but the package.
printf 'exports.sign = (n) => (n < 0 ? "negative" : n > 0 ? "positive" : "zero");\n' > sign.js
printf 'node_modules\n' > .gitignore
git -c user.name=CI -c user.email=ci@localhost add --all
git -c user.name=CI -c user.email=ci@localhost commit --quiet --message 'feat: sign'
npx --no-install nightshift run --author explorer --target-seconds 0.3 --fail-under 100
git show nightshift/"$(git branch --show-current)" --stat
npx --no-install nightshift report --format html | grep -q '</html>'
echo "the package of $wanted works in an empty project"

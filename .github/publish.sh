#!/usr/bin/env bash
# Publishes the tarballs in release/ whose version npm does not have yet. A run that was stopped half-way leaves the rest to
# the next one. Nothing else runs here: this job's credentials publish in our name.
set -euo pipefail

failed=0
for tarball in release/*.tgz; do
  name_and_version=$(tar -xzOf "$tarball" package/package.json | node -p '
    const { name, version } = JSON.parse(fs.readFileSync(0, "utf8")); `${name}@${version}`')
  if why=$(npm view "$name_and_version" version 2>&1 >/dev/null); then
    echo "$name_and_version is published."
  elif [[ $why == *E404* ]]; then
    npm publish "./$tarball" --access public --provenance --ignore-scripts || failed=1
  else
    echo "$why" >&2
    failed=1
  fi
done
exit "$failed"

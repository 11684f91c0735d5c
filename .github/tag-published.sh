#!/usr/bin/env bash
# After npm run release: each version that npm has gets its tag and a release with its bill of materials, once. A run that
# published only a part leaves the rest to the next one.
set -euo pipefail

for sbom in sbom/*.cdx.json; do
  [ -e "$sbom" ] || continue
  # shellcheck disable=SC2016 # JavaScript's ${}
  tag=$(node -p 'const { name, version } = require(path.resolve(process.argv[1])).metadata.component; `${name}@${version}`' "$sbom")
  [ -n "$(npm view "$tag" version 2>/dev/null)" ] || continue
  git rev-parse --quiet --verify "refs/tags/$tag" >/dev/null || git tag "$tag"
  git push --quiet origin "refs/tags/$tag"
  gh release view "$tag" >/dev/null 2>&1 ||
    gh release create "$tag" "$sbom" --verify-tag --title "$tag" --notes "What is new: CHANGELOG.md in the package."
done

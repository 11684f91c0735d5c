#!/usr/bin/env bash
# After publishing: each version that npm has gets its tag and a release with its SBOM, once. A run that published only a
# part leaves the rest to the next one, and what fails for one version stops no other.
set -euo pipefail

# What has its tag is published; of anything else npm knows, or fails to say.
is_published() {
  local why
  git rev-parse --quiet --verify "refs/tags/$1" >/dev/null && return
  why=$(npm view "$1" version 2>&1 >/dev/null) && return
  [[ $why == *E404* ]] && return 1
  echo "$why" >&2
  failed=1
  return 1
}

tag_and_release() {
  git rev-parse --quiet --verify "refs/tags/$1" >/dev/null || git tag "$1" || return
  git push --quiet origin "refs/tags/$1" || return
  gh release view "$1" >/dev/null 2>&1 ||
    gh release create "$1" "$2" --verify-tag --title "$1" --notes "What is new: CHANGELOG.md in the package."
}

failed=0
for sbom in release/*.cdx.json; do
  [ -e "$sbom" ] || continue
  # shellcheck disable=SC2016 # JavaScript's ${}
  tag=$(node -p 'const { name, version } = require(path.resolve(process.argv[1])).metadata.component; `${name}@${version}`' "$sbom")
  is_published "$tag" || continue
  tag_and_release "$tag" "$sbom" || failed=1
done
exit "$failed"

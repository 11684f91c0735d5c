#!/usr/bin/env bash
# bash .github/split-php.sh REPOSITORY: pushes the PHP client, with its history, to a repository of its own, whose top
# folder is the package's, as Packagist wants it, and tags its version there. What is there already stays.
set -euo pipefail
cd "$(git rev-parse --show-toplevel)"
[ $# -eq 1 ] || { echo "Usage: bash .github/split-php.sh REPOSITORY, such as git@github.com:example/b24-calllist-php.git" >&2; exit 2; }

folder=packages/clients/php
version=$(git show "HEAD:$folder/package.json" | sed -n 's/^  "version": "\(.*\)",$/\1/p')
[ "$version" != 0.0.0 ] || { echo "There is no release yet: $folder/package.json has the version 0.0.0" >&2; exit 1; }

commit=$(git subtree split -q --prefix "$folder" HEAD)
git push "$1" "$commit:refs/heads/main"
if [ -n "$(git ls-remote --tags "$1" "v$version")" ]; then echo "v$version is tagged already"; exit; fi
git push "$1" "$commit:refs/tags/v$version"

#!/bin/bash
# push_branch.sh BRANCH FOLDER REMOTE: put the content of FOLDER, and nothing else, on a branch. A
# branch that holds it already stays as it is, so that nobody builds an image of it anew.
set -euo pipefail
branch=$1 folder=$2 remote=$3
GIT_INDEX_FILE=$(mktemp -u)
export GIT_INDEX_FILE
git --work-tree="${folder}" add --all --force .
tree=$(git write-tree)
if git fetch --quiet "${remote}" "${branch}" 2>/dev/null; then
  test "$(git rev-parse 'FETCH_HEAD^{tree}')" != "${tree}" || exit 0
fi
commit=$(git commit-tree "${tree}" -m "Written by the workflow Publish")
git push --quiet --force "${remote}" "${commit}:refs/heads/${branch}"

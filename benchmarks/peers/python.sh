# For the peers in Python: finds the newest one.
# shellcheck shell=sh

# Those that may be here, the newest first; no previews, and none without the global lock.
pythons() {
  versions=$HOME/.pyenv/versions
  for minor in 15 14 13 12 11; do
    ls -d "$versions/3.$minor".[0-9]/bin/python "$versions/3.$minor".[0-9][0-9]/bin/python 2>/dev/null | sort -rV
    echo "python3.$minor"
  done
  echo python3
}

# first_python CHECK: of the names in the input, the path of the first that has asyncio.Runner and TaskGroup, and that
# runs the statement CHECK.
first_python() {
  while read -r python; do
    if "$python" -c "import sys; assert sys.version_info >= (3, 11); $1; print(sys.executable)" 2>/dev/null </dev/null; then
      return
    fi
  done
  return 1
}

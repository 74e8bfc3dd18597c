#!/bin/sh
# curl. Reads requests, a line each (see README.md), and prints an answer a line.
tab=$(printf '\t')
while IFS= read -r line; do
  set -f
  old=$IFS; IFS=$(printf '\001')
  # Fields may be empty, and a tab in IFS would swallow those.
  # shellcheck disable=SC2046
  set -- $(printf '%s' "$line" | sed "s/^$tab/-$tab/; :a; s/$tab$tab/$tab-$tab/; ta" | tr '\t' '\001')
  IFS=$old
  method=$1 url=$2 mode=$3 body=$4
  shift 4
  [ "$body" = - ] && body=
  count=$#
  for header; do set -- "$@" -H "$header"; done
  shift "$count"
  case $mode in
    length) set -- "$@" --data-binary "$body" -H 'Content-Type:' ;;
    chunked) set -- "$@" --data-binary "$body" -H 'Content-Type:' -H 'Transfer-Encoding: chunked' ;;
  esac
  # The answer's body first, then what the line begins with.
  if answer=$(curl --silent --max-time 5 --request "$method" "$@" --write-out '\n%{http_code}\t%header{retry-after}\t%header{www-authenticate}' "$url"); then
    printf '%s\t%s\n' "$(printf '%s\n' "$answer" | tail -n 1)" "$(printf '%s\n' "$answer" | head -n 1)"
  else
    printf 'error\t%s\n' "exit code $?"
  fi
done

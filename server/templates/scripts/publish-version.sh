# Publishes a version. What lets it do so is in $TOKEN.
[ -n "$TOKEN" ] || { echo "there is no token" >&2; exit 1; }
echo "publishing $VERSION at $PLACE"
printf '{"published": "%s"}' "$VERSION" >"$CATENARY_OUTPUT"

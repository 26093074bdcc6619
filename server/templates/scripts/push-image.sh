# Pushes the image that was built. The password is in $PASSWORD.
[ -n "$PASSWORD" ] || { echo "there is no password for the registry" >&2; exit 1; }
echo "pushing $IMAGE"
printf '{"pushed": "%s"}' "$IMAGE" >"$CATENARY_OUTPUT"

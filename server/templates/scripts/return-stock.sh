# Gives the reserved pieces back, when a run is undone.
echo "returning $COUNT pieces"
echo "{\"returned\": $COUNT}" >"$CATENARY_OUTPUT"

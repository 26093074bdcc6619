# Reserves as many pieces as the order needs.
echo "reserving $COUNT pieces"
echo "{\"reserved\": $COUNT}" >"$CATENARY_OUTPUT"

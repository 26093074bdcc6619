# Ships the package to one warehouse.
echo "shipping $PACKAGE to $WAREHOUSE"
printf '{"warehouse": "%s"}' "$WAREHOUSE" >"$CATENARY_OUTPUT"

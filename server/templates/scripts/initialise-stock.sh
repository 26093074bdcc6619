# Works out the opening stock: so many pieces of each article.
stock= pieces=0
for article in $ARTICLES; do
  case $article in *[!A-Za-z0-9-]*) echo "$article is no article" >&2; exit 1 ;; esac
  stock="$stock${stock:+,}{\"article\":\"$article\",\"pieces\":$PIECES}"
  pieces=$((pieces + PIECES))
done
[ "$pieces" -gt 0 ] || { echo "there would be no stock" >&2; exit 1; }
echo "$pieces pieces"
printf '{"stock":[%s],"pieces":%d}' "$stock" "$pieces" >"$CATENARY_OUTPUT"

package config

import (
	"fmt"
	"strings"

	"catenary/internal/secret"
)

const documentHead = `# Settings

<!-- Made from server/config/settings.go by "go generate ./server/config"; do not edit. -->

Each setting can stand in a file, in the environment and, for some, in a flag of
` + "`catenary serve`" + `. The environment is stronger than the file, a flag stronger
than both. ` + "`catenary config show`" + ` prints every value in force and where it came
from, without secrets.

The file is the one that ` + "`--config`" + ` or ` + "`" + FileVariable + "`" + ` names, or else
` + "`" + File + "`" + ` in the data directory, if it is there. It is YAML; a key with a dot
is one below the other:

` + "```yaml" + `
listen: ":8443"
public_url: https://catenary.example.org
tls:
  cert: /etc/catenary/cert.pem
  key: /etc/catenary/key.pem
sessions:
  idle: 4h
` + "```" + `

Lengths of time are written 30s, 15m, 8h or 90d. In a variable or a flag a list
has commas between its parts. Unknown keys, and unknown variables that begin with
` + "`" + prefix + "`" + `, are refused by name (the ones that Kubernetes sets for a service
called catenary are passed over).

A setting marked *live* changes while the server runs: within a few seconds after
the file changed, or at once when the server gets SIGHUP. For the others the log
says that they need a restart. If the changed file is wrong, the log says why and
everything stays as it was.

| key | variable | default | live | what it does |
|---|---|---|---|---|
`

const documentTail = `
Client commands read three more variables: ` + "`CATENARY_SERVER`, the server's address, `CATENARY_ORG`, the org that they are about, and `CATENARY_TOKEN`" + `, an
API token.
`

// Document is the page that explains every setting to operators.
func Document() []byte {
	var b strings.Builder
	b.WriteString(documentHead)
	defaults := Default()
	for _, f := range Fields() {
		live, value, doc := "", f.Show(defaults), f.Doc
		if f.Live {
			live = "live"
		}
		if value != "" {
			value = "`" + value + "`"
		}
		switch f.of(&defaults).Interface().(type) {
		case secret.Value:
			doc += " Never shown."
		case SecretURL:
			doc += " Shown without its password."
		}
		fmt.Fprintf(&b, "| `%s` | `%s` | %s | %s | %s |\n", f.Key, f.Env, value, live, doc)
	}
	b.WriteString(documentTail)
	return []byte(b.String())
}

// Package config holds what an operator can set: one typed struct, filled from
// defaults, a file, the environment and flags, each stronger than the one
// before. It knows where each value came from, refuses what it does not know,
// and takes over what can change while the server runs. It starts nothing.
package config

import (
	"log/slog"
	"net/netip"
	"time"

	"catenary/internal/secret"
)

//go:generate go run ./document -o ../../docs/configuration.md

// Settings is all that can be set. A field's koanf tag is its key, doc explains
// it to operators, and live says that it changes while the server runs. What
// must not be seen has the type secret.Value or SecretURL.
type Settings struct {
	Listen              string         `koanf:"listen" doc:"Address the server listens on. Port 0 takes a free one; the file address in the data directory tells which."`
	Data                string         `koanf:"data" doc:"Data directory: database, key file, address. One server at a time has it. It cannot be set in the file that lies in it."`
	Database            SecretURL      `koanf:"database" doc:"PostgreSQL as postgres://user:password@host/name. Empty: SQLite in the data directory."`
	DatabaseConnections int            `koanf:"database_connections" doc:"Most connections to PostgreSQL. 0: four for each core and four more."`
	PublicURL           string         `koanf:"public_url" doc:"Where people reach the server, such as https://catenary.example.org; links in mail begin with it. Empty: http(s):// and the address it listens on."`
	TrustedProxies      []netip.Prefix `koanf:"trusted_proxies" doc:"Networks of the proxies whose X-Forwarded-For is believed, such as 10.0.0.0/8."`
	TLS                 TLS            `koanf:"tls"`
	Log                 Log            `koanf:"log"`
	Keys                Keys           `koanf:"keys"`
	Sessions            Sessions       `koanf:"sessions"`
	Links               Links          `koanf:"links"`
	Tokens              Tokens         `koanf:"tokens"`
	Limits              Limits         `koanf:"limits"`
	Mail                Mail           `koanf:"mail"`
	CORS                CORS           `koanf:"cors"`
	Audit               Audit          `koanf:"audit"`
	Metrics             Metrics        `koanf:"metrics"`
	Outbound            Outbound       `koanf:"outbound"`
	Registry            Registry       `koanf:"registry"`
	Tasks               Tasks          `koanf:"tasks"`
	Files               Files          `koanf:"files"`
	Retention           Retention      `koanf:"retention"`
}

// TLS lets the server speak https itself.
type TLS struct {
	Cert string `koanf:"cert" doc:"File with the certificate and those between it and its root (PEM). Empty: plain http, as behind a proxy."`
	Key  string `koanf:"key" doc:"File with the certificate's key (PEM)."`
}

// Log says what is logged, and how. Logs go to standard error.
type Log struct {
	Level  slog.Level `koanf:"level" live:"true" doc:"Least level that is logged: debug, info, warn or error."`
	Format string     `koanf:"format" doc:"json or text."`
}

// Keys say where the instance's keys come from, under which all secrets are
// sealed. A command's keys are newer than keys.key, and these newer than the
// file's, so a place can be left by setting the next one and rotating.
type Keys struct {
	File    string       `koanf:"file" doc:"File with the instance's keys, readable by its owner only. Empty: keys/instance.key in the data directory, made at the first start."`
	Key     secret.Value `koanf:"key" env:"CATENARY_KEY" doc:"The instance's key itself, 32 bytes in base64 or hex; or several with commas, the newest first."`
	Command string       `koanf:"command" doc:"Program and arguments that wrap and unwrap keys, for a key service."`
}

// Sessions bound how long somebody stays signed in. A tenant may shorten them.
type Sessions struct {
	Idle     time.Duration `koanf:"idle" live:"true" doc:"A session ends when it was not used for so long."`
	Absolute time.Duration `koanf:"absolute" live:"true" doc:"A session ends so long after signing in, whatever its use."`
}

// Links bound how long a link that was sent by mail can be used.
type Links struct {
	Invite time.Duration `koanf:"invite" live:"true" doc:"How long an invitation can be taken up."`
	Reset  time.Duration `koanf:"reset" live:"true" doc:"How long a link to set a new password works."`
}

// Tokens bound the age of API tokens.
type Tokens struct {
	Default time.Duration `koanf:"default" live:"true" doc:"How long a token lives if its maker says nothing."`
	Longest time.Duration `koanf:"longest" live:"true" doc:"How long a token may live at most."`
}

// Limits bound requests, by class.
type Limits struct {
	Login   Limit   `koanf:"login" doc:"attempts to sign in from one address"`
	Start   Limit   `koanf:"start" doc:"runs that one caller starts"`
	Write   Limit   `koanf:"write" doc:"requests of one caller that change something"`
	Read    Limit   `koanf:"read" doc:"requests of one caller that only read"`
	Address Limit   `koanf:"address" doc:"requests from one address by somebody who is not signed in"`
	Tenant  float64 `koanf:"tenant" live:"true" doc:"All callers of a tenant together may start, write and read so many times what one may."`
}

// Limit is a bucket: it fills at Rate and holds Burst.
type Limit struct {
	Rate  float64 `koanf:"rate" live:"true" doc:"How many a second, in the long run:"`
	Burst int     `koanf:"burst" live:"true" doc:"How many at once:"`
}

// Mail says how mail is sent. Without it invitations and resets show their
// links to the admin who made them.
type Mail struct {
	URL  SecretURL `koanf:"url" doc:"Mail server as smtp://user:password@host:587 (STARTTLS) or smtps://…:465. Empty: no mail is sent."`
	From string    `koanf:"from" doc:"Sender of mail, such as Catenary <catenary@example.org>."`
}

// CORS lists other origins whose pages may call the API.
type CORS struct {
	Origins []string `koanf:"origins" doc:"Origins whose pages may call the API with a token, such as https://tools.example.org. Empty: none."`
}

// Audit says where sealed heads of the audit log go besides the database.
type Audit struct {
	Receiver SecretURL `koanf:"receiver" doc:"https address that signed heads of the audit log are posted to, so that a change of the log is found even by someone who lost the database. Empty: none."`
}

// Metrics says who may read /metrics.
type Metrics struct {
	From []netip.Prefix `koanf:"from" doc:"Networks that may read /metrics besides the server's own machine."`
}

// Outbound says what the server may reach by HTTP besides public addresses.
type Outbound struct {
	Allow    []netip.Prefix `koanf:"allow" live:"true" doc:"Networks of your own that chains, engines and webhooks may reach, such as 10.1.0.0/16. Everything that is not public is refused otherwise, this machine too."`
	Requests int            `koanf:"requests" doc:"How many requests of a tenant are under way at once; more wait."`
}

// Registry says where images of environments are kept.
type Registry struct {
	Listen   string       `koanf:"listen" doc:"Address of the registry inside the server. Container engines trust plain http only on their own machine. Port 0 takes a free one at the first start and keeps to it."`
	URL      string       `koanf:"url" doc:"Registry to use instead of the one inside, as https://host[:port][/path]; several servers need one. Orgs may set others. Empty: the one inside."`
	Username string       `koanf:"username" doc:"User at registry.url."`
	Password secret.Value `koanf:"password" doc:"Password at registry.url."`
	Largest  int          `koanf:"largest" doc:"How many GiB an image, or a file that one is made from, may have."`
}

// Tasks bound the containers of scripts, and say what is around them.
type Tasks struct {
	AtOnce  int    `koanf:"at_once" doc:"How many containers of tasks this server has at work at once; more wait."`
	Tenant  int    `koanf:"tenant" doc:"How many of them one tenant may have, so that others need not wait for the end of what it does. 0: three quarters."`
	Egress  string `koanf:"egress_network" doc:"The container engine's network for tasks that ask for network: egress. It must be internal, with a proxy of yours as its only way out. Empty: such tasks are refused."`
	Runtime string `koanf:"runtime" doc:"Runtime of tasks' containers, such as runsc. Empty: the container engine's default."`
}

// Files say where files lie that several servers share.
type Files struct {
	Artefacts string `koanf:"artefacts" doc:"Directory for the files of runs. Several servers need one that all of them see. Empty: artefacts in the data directory."`
	Uploads   string `koanf:"uploads" doc:"Directory for files that images are made from while they arrive. Several servers need one that all of them see. Empty: uploads in the data directory."`
}

// Retention says how long things are kept.
type Retention struct {
	Runs time.Duration `koanf:"runs" live:"true" doc:"How long runs are kept after their end, with their journals, logs and files."`
}

// Default is what holds where nothing is set.
func Default() Settings {
	const day = 24 * time.Hour
	return Settings{
		Listen:   "127.0.0.1:8080",
		Data:     "data",
		Log:      Log{Level: slog.LevelInfo, Format: "json"},
		Sessions: Sessions{Idle: 8 * time.Hour, Absolute: day},
		Links:    Links{Invite: 7 * day, Reset: 30 * time.Minute},
		Tokens:   Tokens{Default: 90 * day, Longest: 365 * day},
		Limits: Limits{
			Login:   Limit{Rate: 1, Burst: 20},
			Start:   Limit{Rate: 100, Burst: 500},
			Write:   Limit{Rate: 20, Burst: 100},
			Read:    Limit{Rate: 100, Burst: 400},
			Address: Limit{Rate: 50, Burst: 200},
			Tenant:  10,
		},
		Outbound:  Outbound{Requests: 100},
		Registry:  Registry{Listen: "127.0.0.1:0", Largest: 16},
		Tasks:     Tasks{AtOnce: 16},
		Retention: Retention{Runs: 90 * day},
	}
}

package inbox_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"io"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"catenary/internal/fault"
	"catenary/internal/secret"
	"catenary/nodes"
	"catenary/outbound"
	"catenary/rbac"
	"catenary/server/inbox"
	"catenary/server/servertest"
)

// robots are the groups of an org, as their services answer: what arrived stands
// in got, and answer is what they say.
type robots struct {
	*httptest.Server
	mu     sync.Mutex
	answer string
	got    []arrived
}

type arrived struct {
	path  string
	query map[string]string
	body  map[string]any
	sign  string // Catenary-Signature
}

func newRobots(t *testing.T) *robots {
	t.Helper()
	r := &robots{answer: `{"errcode":0,"errmsg":"ok"}`}
	r.Server = httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, q *http.Request) {
		a := arrived{path: q.URL.Path, query: map[string]string{}, sign: q.Header.Get("Catenary-Signature")}
		for name := range q.URL.Query() {
			a.query[name] = q.URL.Query().Get(name)
		}
		text, _ := io.ReadAll(q.Body)
		_ = json.Unmarshal(text, &a.body)
		r.mu.Lock()
		defer r.mu.Unlock()
		r.got = append(r.got, a)
		_, _ = io.WriteString(w, r.answer)
	}))
	t.Cleanup(r.Close)
	return r
}

// answers is what they say from now on, and all that arrived so far.
func (r *robots) answers(text string) []arrived {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.answer = text
	return r.got
}

const signing = "SEC-of-the-robot"

// outside lets orgs write to the robots, and gives them the secrets key and one
// for each kind of channel: its address.
func (r *robots) outside(client nodes.Doer) inbox.Outside {
	return func(rbac.TenantID, rbac.OrgID) (nodes.Doer, func(context.Context, string) (secret.Value, error)) {
		return client, func(_ context.Context, key string) (secret.Value, error) {
			switch key {
			case "key":
				return secret.New([]byte(signing)), nil
			case "wecom", "dingtalk", "feishu", "webhook":
				return secret.New([]byte(r.URL + "/" + key + "?access_token=tok")), nil
			}
			return secret.Value{}, fault.New(fault.NotFound, "secret.unknown", "there is no secret %s", key)
		}
	}
}

func (s *scene) notify(path string) {
	s.t.Helper()
	if err := s.box.Notify(s.t.Context(), s.Tenant(servertest.Acme), inbox.Notice{
		Kind: inbox.NoticeReminder, Org: s.Org(path), Title: "发布 ${{ 12 }}", Link: "/releases/1", DueAt: s.Clock.Now().Add(time.Hour).UnixMicro(),
	}); err != nil {
		s.t.Fatal(err)
	}
}

func (s *scene) announces(want int) {
	s.t.Helper()
	if n, err := s.box.Announce(s.t.Context()); n != want || err != nil {
		s.t.Errorf("%d arrived, %v; want %d", n, err, want)
	}
}

func (s *scene) channel(who rbac.Actor, path string, kind inbox.ChannelKind, revision int64, address, sign, code string) {
	s.t.Helper()
	_, err := s.box.SetChannel(s.t.Context(), who, s.Org(path), kind, revision, address, sign)
	if code == "" && err != nil || code != "" && !fault.HasCode(err, code) {
		s.t.Errorf("set %s of %s: %v, want %q", kind, path, err, code)
	}
}

func TestGroupsAreTold(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		r := newRobots(t)
		s.box.Outside = r.outside(&http.Client{})
		admin := s.Actor(rbac.Admin, servertest.Retail)
		s.notify(servertest.Stock)
		s.announces(0) // nobody has a channel
		for _, kind := range inbox.ChannelKinds() {
			sign := "key"
			if kind == "wecom" {
				sign = ""
			}
			s.channel(admin, servertest.Retail, kind, 1, string(kind), sign, "")
		}
		s.notify(servertest.Stock)
		s.announces(4)
		s.announces(0)
		at := s.Clock.Now()
		got := r.answers(`{"errcode":0}`)
		for _, a := range got {
			text, err := json.Marshal(a.body)
			if err != nil {
				t.Fatal(err)
			}
			for _, want := range []string{"提醒：发布 ${{ 12 }}", "Reminder: 发布", "https://catenary.example.org/releases/1", "期限", "Due: "} {
				if !strings.Contains(string(text), want) {
					t.Errorf("%s got %s, without %s", a.path, text, want)
				}
			}
			mac := hmac.New(sha256.New, []byte(signing))
			switch a.path {
			case "/dingtalk":
				stamp := strconv.FormatInt(at.UnixMilli(), 10)
				mac.Write([]byte(stamp + "\n" + signing))
				if a.query["timestamp"] != stamp || a.query["sign"] != base64.StdEncoding.EncodeToString(mac.Sum(nil)) || a.query["access_token"] != "tok" {
					t.Errorf("the address of DingTalk: %v", a.query)
				}
			case "/feishu":
				stamp := strconv.FormatInt(at.Unix(), 10)
				mac = hmac.New(sha256.New, []byte(stamp+"\n"+signing))
				if a.body["timestamp"] != stamp || a.body["sign"] != base64.StdEncoding.EncodeToString(mac.Sum(nil)) {
					t.Errorf("the signature of Feishu: %v", a.body)
				}
			case "/webhook":
				if !strings.HasPrefix(a.sign, "t="+strconv.FormatInt(at.Unix(), 10)+",v1=") || a.body["id"] == "" {
					t.Errorf("the webhook got %q, %v", a.sign, a.body)
				}
			case "/wecom":
				if a.body["msgtype"] != "text" || a.sign != "" {
					t.Errorf("WeCom got %v", a.body)
				}
			}
		}
		if len(got) != 4 {
			t.Errorf("%d arrived", len(got))
		}

		// An org with a channel of its own is told there alone; one that is turned
		// off is not told any more.
		s.channel(s.Actor(rbac.Admin, servertest.Stock), servertest.Stock, "wecom", 1, "wecom", "", "")
		s.notify(servertest.Picking)
		s.announces(1)
		s.channel(s.Actor(rbac.Admin, servertest.Stock), servertest.Stock, "wecom", 2, "", "", "")
		for _, kind := range inbox.ChannelKinds() {
			s.channel(admin, servertest.Retail, kind, 2, "", "", "")
		}
		s.notify(servertest.Stock)
		s.announces(0)
	})
}

func TestChannelsSayWhyNothingArrives(t *testing.T) {
	t.Parallel()
	each(t, func(t *testing.T, s *scene) {
		r := newRobots(t)
		s.box.Outside = r.outside(&http.Client{})
		admin, org := s.Actor(rbac.Admin, servertest.Stock), s.Org(servertest.Stock)
		failure := func(want string) {
			t.Helper()
			all, err := s.box.Channels(t.Context(), admin, org)
			if err != nil || len(all) != 4 || !strings.Contains(all[0].Failure, want) || (want == "") != (all[0].Failure == "") {
				t.Errorf("%+v, %v; want %q", all, err, want)
			}
		}
		s.channel(s.Actor(rbac.Designer, servertest.Stock), servertest.Stock, "wecom", 1, "wecom", "", "auth.forbidden")
		s.channel(s.Actor(rbac.Owner, servertest.Umbra), servertest.Stock, "wecom", 1, "wecom", "", "resource.unknown")
		s.channel(admin, servertest.Stock, "wecom", 1, "nothing", "", "channel.secret")
		s.channel(admin, servertest.Stock, "wecom", 1, "wecom", "key", "channel.sign")
		s.channel(admin, servertest.Stock, "wecom", 2, "wecom", "", "channel.stale")
		s.channel(admin, servertest.Stock, "wecom", 1, "wecom", "", "")
		s.channel(admin, servertest.Stock, "wecom", 1, "wecom", "", "channel.stale")

		r.answers(`{"errcode":93000,"errmsg":"invalid webhook url"}`)
		s.notify(servertest.Stock)
		s.announces(0)
		failure("93000: invalid webhook url")
		if err := s.box.TryChannel(t.Context(), admin, org, "wecom"); !fault.HasCode(err, "channel.failed") {
			t.Errorf("a robot that refuses: %v", err)
		}
		r.answers(`{"errcode":0}`)
		s.announces(0) // not again at once
		s.Clock.Add(time.Hour)
		s.announces(1)
		failure("")

		// The policy for what goes out holds here too.
		network := outbound.New(outbound.Config{Log: slog.New(slog.DiscardHandler)})
		t.Cleanup(network.Close)
		s.box.Outside = r.outside(network.Client("acme").Bound())
		s.notify(servertest.Stock)
		s.announces(0)
		failure("policy for outgoing requests")
		for range 10 { // it is left in the end
			s.Clock.Add(10 * time.Hour)
			s.announces(0)
		}
		s.box.Outside = r.outside(&http.Client{})
		s.Clock.Add(10 * time.Hour)
		s.announces(0)
		if err := s.box.TryChannel(t.Context(), admin, org, "wecom"); err != nil {
			t.Error(err)
		}
		failure("")
		if err := s.box.TryChannel(t.Context(), admin, org, "feishu"); !fault.HasCode(err, "channel.failed") {
			t.Errorf("a channel that is off: %v", err)
		}
	})
}

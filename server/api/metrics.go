package api

import (
	"net/http"
	"net/netip"
	"strconv"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/labstack/echo/v4"
	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"catenary/internal/fault"
	"catenary/server/store"
)

const metricsPath = "/metrics"

// metrics counts what the edge does, in a registry of its own.
type metrics struct {
	registry *prometheus.Registry
	requests *prometheus.HistogramVec
}

func newMetrics(s *store.Store) *metrics {
	m := &metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewHistogramVec(prometheus.HistogramOpts{
			Name: "catenary_http_request_seconds", Help: "How long requests took, by route and class of status.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 5, 10, 30},
		}, []string{"method", "route", "status"}),
	}
	m.registry.MustRegister(collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}), m.requests)
	if s != nil {
		m.registry.MustRegister(poolCollector{store: s})
	}
	return m
}

// seen counts one request. Methods nobody serves are one, so that nobody can
// make as many series as he likes.
func (m *metrics) seen(method, pattern string, status int, took time.Duration) {
	if pattern == unknownPattern {
		method = "any"
	}
	m.requests.WithLabelValues(method, pattern, strconv.Itoa(status/100)+"xx").Observe(took.Seconds())
}

// registerMetrics adds /metrics, for this host itself and for listed networks;
// to all others there is no such address.
func (a *API) registerMetrics() {
	serve := echo.WrapHandler(promhttp.HandlerFor(a.metrics.registry, promhttp.HandlerOpts{}))
	op := &huma.Operation{
		OperationID: "getMetrics", Summary: "Metrics in the format of Prometheus",
		Description: "Only for the server's own host and the networks that settings list.",
		Responses:   a.orRefused(textResponse("text/plain", "Metrics")),
	}
	a.page(metricsPath, op, func(c echo.Context) error {
		if !a.mayMeasure(c) {
			return fault.New(fault.NotFound, "route.unknown", "there is nothing at this address")
		}
		return serve(c)
	}).Limit = ""
}

// mayMeasure says whether a request comes from this host or a listed network. A
// proxy on this host that is not listed as one hides who asks: then it is no.
func (a *API) mayMeasure(c echo.Context) bool {
	from, err := netip.ParseAddr(c.RealIP())
	if err != nil {
		return false
	}
	from = from.Unmap()
	for _, network := range a.MetricsFrom {
		if network.Contains(from) {
			return true
		}
	}
	return from.IsLoopback() && (len(a.Proxies) > 0 || !forwarded(c.Request()))
}

// poolCollector reads the database's pools when it is asked.
type poolCollector struct{ store *store.Store }

// Describe sends nothing: the pools are known when they are read.
func (poolCollector) Describe(chan<- *prometheus.Desc) {}

// Collect sends the state of each pool.
func (p poolCollector) Collect(out chan<- prometheus.Metric) {
	value := func(name, help string, kind prometheus.ValueType, pool string, v float64) {
		desc := prometheus.NewDesc("catenary_db_"+name, help, []string{"pool"}, nil)
		out <- prometheus.MustNewConstMetric(desc, kind, v, pool)
	}
	for _, pool := range p.store.Pools() {
		value("connections_open", "Open connections.", prometheus.GaugeValue, pool.Name, float64(pool.Open))
		value("connections_in_use", "Connections at work.", prometheus.GaugeValue, pool.Name, float64(pool.InUse))
		value("waits_total", "How often a connection was waited for.", prometheus.CounterValue, pool.Name, float64(pool.Waits))
		value("wait_seconds_total", "How long connections were waited for.", prometheus.CounterValue, pool.Name, pool.Waited.Seconds())
	}
}

// textResponse describes an answer of a page.
func textResponse(contentType, description string) map[string]*huma.Response {
	return map[string]*huma.Response{strconv.Itoa(http.StatusOK): {
		Description: description,
		Content:     map[string]*huma.MediaType{contentType: {Schema: &huma.Schema{Type: huma.TypeString}}},
	}}
}

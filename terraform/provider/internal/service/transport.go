package service

import (
	"context"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/hashicorp/terraform-plugin-log/tflog"
)

const (
	firstWait   = 250 * time.Millisecond
	longestWait = 30 * time.Second
)

// transport sends a request, and sends it again when that is harmless and may help.
type transport struct {
	http    *http.Client
	retries int
	bearer  string
}

// Trail tells what became of the requests of one context.
type Trail struct{ repeated atomic.Bool }

// Repeated tells whether a request was sent more than once, so that its answer may be about its own first sending.
func (t *Trail) Repeated() bool { return t.repeated.Load() }

type trailKey struct{}

// WithTrail begins a trail.
func WithTrail(ctx context.Context) (context.Context, *Trail) {
	trail := &Trail{}
	return context.WithValue(ctx, trailKey{}, trail), trail
}

// Do implements the generated client's HttpRequestDoer.
func (t *transport) Do(request *http.Request) (*http.Response, error) {
	if t.bearer != "" {
		request.Header.Set("Authorization", "Bearer "+t.bearer)
	}
	for attempt := 0; ; attempt++ {
		started := time.Now()
		response, err := t.send(request, attempt)
		t.log(request, response, err, attempt, time.Since(started))
		wait, again := t.wait(request, response, err, attempt)
		if !again {
			return response, err
		}
		if response != nil {
			drain(response)
		}
		select {
		case <-request.Context().Done():
			return nil, request.Context().Err()
		case <-time.After(wait):
		}
	}
}

func (t *transport) send(request *http.Request, attempt int) (*http.Response, error) {
	if attempt > 0 {
		if trail, ok := request.Context().Value(trailKey{}).(*Trail); ok {
			trail.repeated.Store(true)
		}
		if request.GetBody != nil {
			body, err := request.GetBody()
			if err != nil {
				return nil, err
			}
			request.Body = body
		}
	}
	return t.http.Do(request)
}

// wait says how long to wait before the next attempt, and whether there is one.
func (t *transport) wait(request *http.Request, response *http.Response, err error, attempt int) (time.Duration, bool) {
	if attempt >= t.retries || !repeatable(request) || request.Context().Err() != nil {
		return 0, false
	}
	if err != nil {
		return jitter(attempt), !untrusted(err)
	}
	asked, given := retryAfter(response)
	switch response.StatusCode {
	case http.StatusTooManyRequests, http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
		if !given {
			return jitter(attempt), true
		}
		return asked, asked <= longestWait
	case http.StatusConflict:
		return asked, given && asked <= longestWait
	default:
		return 0, false
	}
}

// repeatable: what the verb promises, and what an idempotency key does.
func repeatable(request *http.Request) bool {
	return request.Method != http.MethodPost || request.Header.Get(IdempotencyKey) != ""
}

func retryAfter(response *http.Response) (time.Duration, bool) {
	seconds, err := strconv.ParseUint(response.Header.Get("Retry-After"), 10, 31)
	return time.Duration(seconds) * time.Second, err == nil
}

// jitter is random under a ceiling that doubles.
func jitter(attempt int) time.Duration {
	ceiling := min(firstWait<<min(attempt, 16), longestWait)
	return rand.N(ceiling + 1)
}

func drain(response *http.Response) {
	_, _ = io.CopyN(io.Discard, response.Body, 64<<10)
	_ = response.Body.Close()
}

// log tells of requests by method and path. Headers and bodies stay out of it: they carry secrets.
func (t *transport) log(request *http.Request, response *http.Response, err error, attempt int, took time.Duration) {
	fields := map[string]any{
		"method": request.Method, "path": request.URL.Path, "attempt": attempt + 1, "milliseconds": took.Milliseconds(),
	}
	if err != nil {
		fields["error"] = err.Error()
	} else {
		fields["status"] = response.StatusCode
		fields["request_id"] = response.Header.Get("Sealwright-Request-Id")
	}
	tflog.Debug(request.Context(), "sealwright request", fields)
}

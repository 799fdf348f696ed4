package service

import (
	"iter"
	"net/http"
)

// Pages are the items of a list, fetched page after page while they are asked for. An error is the last of them.
func Pages[A any](page func(cursor *string) (*http.Response, error)) iter.Seq2[A, error] {
	return func(push func(A, error) bool) {
		for cursor := (*string)(nil); ; {
			answer, _, err := Read[struct {
				Items      []A     `json:"items"`
				NextCursor *string `json:"next_cursor"`
			}](page(cursor))
			if err != nil {
				var none A
				push(none, err)
				return
			}
			for _, item := range answer.Items {
				if !push(item, nil) {
					return
				}
			}
			if cursor = answer.NextCursor; cursor == nil {
				return
			}
		}
	}
}

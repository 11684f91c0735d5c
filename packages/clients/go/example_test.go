package calllist_test

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"net/http"
	"os"
	"time"

	calllist "github.com/b24-calllist/b24-calllist/packages/clients/go"
)

// The samples of README.md stand here, and are run against a small portal on this machine (see example_portal_test.go).

var accessToken = "xxxxxxxxxxxxxxxx"

func newAccessToken(context.Context) (string, error) { return "yyyyyyyyyyyyyyyy", nil }

// b24 is a client for the example portal.
func exampleClient() *calllist.Client {
	b24, err := calllist.FromWebhook(os.Getenv("B24_WEBHOOK_URL"), nil)
	tell(err)
	return b24
}

func tell(err error) {
	if err != nil {
		fmt.Println(err)
	}
}

func Example() {
	ctx := context.Background()
	b24, err := calllist.FromWebhook(os.Getenv("B24_WEBHOOK_URL"), nil)
	if err != nil {
		fmt.Println(err)
		return
	}
	for item, err := range b24.AllItems(ctx, calllist.ItemsParams{ListID: 13}) {
		if err != nil {
			fmt.Println(err)
			return
		}
		fmt.Println(item.ID, item.Status)
	}
	// Output:
	// 9 IN_WORK
	// 17 SUCCESS
	// 19 IN_WORK
}

func ExampleClient_Add() {
	b24 := exampleClient()
	tell(func() error {
		id, err := b24.Add(ctx, calllist.AddParams{EntityType: calllist.EntityContact, Entities: []int64{9, 17, 19}})
		if err != nil {
			return err
		}
		list, err := b24.Get(ctx, id)
		if err != nil {
			return err
		}
		fmt.Println(list.EntityType, list.WebformID == calllist.NoWebform)
		return nil
	}())
	// Output: CONTACT true
}

func ExampleClient_Update() {
	b24 := exampleClient()
	tell(func() error {
		list, err := b24.Get(ctx, 13)
		if err != nil {
			return err
		}
		return b24.Update(ctx, calllist.UpdateParams{
			ListID:     list.ID,
			EntityType: calllist.EntityType(list.EntityType),
			Entities:   []int64{9, 17, 19, 21},
			WebformID:  list.WebformID,
		})
	}())
	// Output:
}

func ExampleClient_ChangeParticipants() {
	b24 := exampleClient()
	tell(func() error {
		changed, err := b24.ChangeParticipants(ctx, 20, calllist.ParticipantChange{Add: []int64{21}, Remove: []int64{17}})
		if err != nil {
			return err
		}
		fmt.Println(changed.Added, changed.Removed)
		return nil
	}())
	// Output: [21] [17]
}

func ExampleClient_ProgressOf() {
	b24 := exampleClient()
	tell(func() error {
		progress, err := b24.ProgressOf(ctx, 13)
		if err != nil {
			return err
		}
		fmt.Println(progress.ByStatus[calllist.StatusInWork], "of", progress.Total, "are still to be called")
		return nil
	}())
	// Output: 2 of 3 are still to be called
}

func ExampleClient_WaitUntilDone() {
	b24 := exampleClient()
	tell(func() error {
		state, err := b24.WaitUntilDone(ctx, 20, calllist.WaitOptions{Within: 8 * time.Hour})
		if err != nil {
			return err
		}
		fmt.Println(state.Done, state.Open)
		return nil
	}())
	// Output: true []
}

func ExampleClient_AllLists() {
	b24 := exampleClient()
	tell(func() error {
		for list, err := range b24.AllLists(ctx, calllist.ListParams{
			Filter: calllist.Filter{">=ID": 13, "@ENTITY_TYPE_ID": []int{3, 4}},
		}) {
			if err != nil {
				return err
			}
			fmt.Println(list.ID, list.DateCreate)
		}
		return nil
	}())
	// Output:
	// 13 2025-07-14 08:47:19
	// 20 2025-08-01 09:00:00
}

func ExamplePortalError() {
	b24 := exampleClient()
	_, err := b24.Add(ctx, calllist.AddParams{EntityType: calllist.EntityContact, Entities: []int64{9, 9}})
	var unknown *calllist.OutcomeUnknownError
	var portal *calllist.PortalError
	switch {
	case errors.As(err, &unknown):
		fmt.Println("It may exist. Look before you repeat it.", unknown.Params)
	case errors.Is(err, calllist.ErrLimit):
		fmt.Println("Later.")
	case errors.Is(err, calllist.CodeEntityError):
		fmt.Println("An id is unknown, or stands there twice.")
	case errors.As(err, &portal):
		fmt.Println(portal.Status, portal.Code, portal.Description)
	}
	// Output: An id is unknown, or stands there twice.
}

func ExampleOptions() {
	tell(func() error {
		b24, err := calllist.FromWebhook(os.Getenv("B24_WEBHOOK_URL"), &calllist.Options{
			Timeout:  30 * time.Second, // for each answer; 60 s when left out
			Attempts: 1,                // no repetition
		})
		if err != nil {
			return err
		}
		ctx, cancel := context.WithTimeout(ctx, 2*time.Minute) // for a call with its pauses and repetitions
		defer cancel()
		statuses, err := b24.Statuses(ctx)
		if err != nil {
			return err
		}
		fmt.Println(len(statuses))
		return nil
	}())
	// Output: 2
}

func ExampleOptions_transport() {
	var companyCA []byte
	tell(func() error {
		authorities, err := x509.SystemCertPool()
		if err != nil {
			return err
		}
		authorities.AppendCertsFromPEM(companyCA)
		transport := http.DefaultTransport.(*http.Transport).Clone()
		transport.TLSClientConfig = &tls.Config{RootCAs: authorities}
		b24, err := calllist.FromWebhook(os.Getenv("B24_WEBHOOK_URL"), &calllist.Options{Transport: transport})
		if err != nil {
			return err
		}
		defer transport.CloseIdleConnections()
		statuses, err := b24.Statuses(ctx)
		fmt.Println(len(statuses))
		return err
	}())
	// Output: 2
}

func ExampleClient_Batch() {
	b24 := exampleClient()
	tell(func() error {
		entries, err := b24.Batch(ctx, []calllist.Command{
			{Key: "list", Params: calllist.GetParams{ID: 13}},
			{Key: "nobody", Params: calllist.GetParams{ID: 99}},
			{Key: "open", Params: calllist.ItemsParams{
				ListID: 13, Filter: calllist.ParticipantFilter{Status: calllist.StatusInWork},
			}},
		}, nil)
		if err != nil {
			return err // a command that a batch cannot carry; nothing was sent
		}
		open, err := calllist.ResultOf[[]calllist.Participant](entries.By("open"))
		if err != nil {
			return err
		}
		fmt.Println(len(open), entries.By("nobody").Err)
		return nil
	}())
	// Output: 2 crm.calllist.get: LIST_ID_ERROR: Incorrect list id (HTTP 200)
}

func ExampleFromOAuth() {
	b24, err := calllist.FromOAuth("example.bitrix24.com", accessToken, &calllist.Options{
		Renew: func(ctx context.Context) (string, error) {
			return newAccessToken(ctx) // asks the authorisation server, and stores both new tokens
		},
	})
	tell(err)
	fmt.Println(b24)
	// Output: calllist.Client(oauth, example.bitrix24.com)
}

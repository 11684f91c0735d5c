// Package calllist calls Bitrix24's call lists (crm.calllist.*). It reads complete lists, also while people call, retries
// only what is safe to retry, and shows no secret.
//
// A [Client] is made from a webhook's URL ([FromWebhook]) or from an OAuth access token ([FromOAuth]), has one method
// for each of the portal's, and may be used by many goroutines.
//
//	b24, err := calllist.FromWebhook("https://example.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/", nil)
//	if err != nil {
//		return err
//	}
//	for item, err := range b24.AllItems(ctx, calllist.ItemsParams{ListID: 13}) {
//		if err != nil {
//			return err
//		}
//		fmt.Println(item.ID, item.Status)
//	}
package calllist

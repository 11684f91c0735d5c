/** The addresses in the page, behind the `#`. Links to these may stand anywhere: they are kept. */
export const GUIDE = {
  "Start here": "/start-here",
  Authorisation: "/authorisation",
  Errors: "/errors",
  Retries: "/retries",
  Limits: "/limits",
  Paging: "/paging",
  "Life of a call list": "/life-of-a-call-list",
};

/** The same of the operations, by operationId. */
export const METHODS = {
  callListAdd: "/call-lists/calllistadd",
  callListGet: "/call-lists/calllistget",
  callListList: "/call-lists/calllistlist",
  callListUpdate: "/call-lists/calllistupdate",
  callListItemsGet: "/participants/calllistitemsget",
  callListStatusList: "/participants/callliststatuslist",
  batch: "/batch/batch",
  oauthToken: "/tokens/oauthtoken",
};

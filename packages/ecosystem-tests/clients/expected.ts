// What each client gets. Their quirks stay theirs: an answer here is no praise.

const STATUSES = "IN_WORK SUCCESS WRONG_NUMBER STOP_CALLING UC_A1B2C3";
/** Of 500 lists, or of 130 participants: who goes by `total` and `next` ends at the first page, without a word. */
const FIRST_PAGE = "50 rows, 50 of them different";

/** What every generated client gets. */
const GENERATED = {
  add: "51",
  get: "2025-07-14 08:47:19 CONTACT",
  list: "50 40 30",
  update: "9 21",
  "items.get": "2 SUCCESS",
  statuslist: STATUSES,
  "batch, by name": "13; LIST_ID_ERROR",
  "batch, by position": "50 40 30; LIST_ID_ERROR", // the third command is not run, so the keys of the errors are no list
  "unknown list": "400 LIST_ID_ERROR",
};

export const expected: Record<string, Record<string, string>> = {
  b24pysdk: {
    add: "51",
    get: "2025-07-14 08:47:19",
    list: "50 40 30",
    update: "9 21",
    "items.get": "2",
    statuslist: STATUSES,
    "500 lists, its helper": FIRST_PAGE,
    "500 lists, its fast helper": "500 rows, 500 of them different", // goes by >ID
    "130 participants, its helper": FIRST_PAGE,
    "130 participants, its fast helper": FIRST_PAGE,
    batch: "13; 40 50",
    "batch, one of two fails": "good; bad: LIST_ID_ERROR",
    "unknown list": "BitrixAPIBadRequest LIST_ID_ERROR",
    "no participants": "BitrixAPIAccessError ACCESS_ERROR",
    "500, JSON": "BitrixAPIInternalServerError INTERNAL_SERVER_ERROR",
    "500, page": "BitrixResponse500JSONDecodeError",
    "200 with a page": "BitrixResponseJSONDecodeError",
    "add, answer lost": "BitrixRequestError, 1 list", // not sent again
    "add, 502 after it ran": "BitrixResponseJSONDecodeError, 1 list",
    "add, 503 once": "51, add 503, add 200",
    "add, portal renamed": "51, renamed.bitrix24.com", // sends the same POST there, whatever host that is
    "token expired": "13, get 401, oauth/token/ 200, get 200",
  },
  fast_bitrix24: {
    add: "51, batch 200", // every call is a batch
    "add, raw": "51, add 200",
    get: "order0000000000: 2025-07-14 08:47:19", // a name of its own before what it got
    "get, by ids": "13: CONTACT 20: COMPANY",
    list: "30 40 50",
    update: "True, 9 21",
    "items.get": "2",
    statuslist: STATUSES,
    "500 lists, its helper": FIRST_PAGE,
    "130 participants, its helper": FIRST_PAGE,
    batch: "13; 40 50",
    "batch, one of two fails": "ErrorInServerResponseException bad LIST_ID_ERROR", // what succeeded is lost
    "unknown list": "ErrorInServerResponseException order0000000000 LIST_ID_ERROR",
    "unknown list, raw": "ClientResponseError 400", // the portal's code is lost
    "no participants": "ClientResponseError 403",
    "500, page": "13, get 500, get 200",
    "200 with a page": "ContentTypeError 200",
    "add, answer lost": "52, 2 lists", // sent again, and made again
    "add, 502 after it ran": "52, 2 lists",
    "add, 503 once": "51, batch 503, batch 200",
    "add, portal renamed": "no error: [], 0 lists", // follows with GET: an empty batch succeeds
    "token expired": "13, get 401, oauth/token/ 200, get 200",
  },
  "CRest's way": {
    add: "51",
    get: "2025-07-14 08:47:19",
    list: "50 40 30",
    update: "9 21",
    "update, null for no form": "null",
    "add, empty ENTITIES": "ENTITIES is not found",
    "items.get": "2",
    statuslist: STATUSES,
    batch: "13; 40 50",
    "batch, one of two fails": "good; bad: LIST_ID_ERROR",
    "unknown list": "LIST_ID_ERROR",
    "no participants": "ACCESS_ERROR",
    "500, JSON": "INTERNAL_SERVER_ERROR",
    "500, page": "no JSON",
    "200 with a page": "no JSON",
    "add, answer lost": "curl 56, 1 list",
    "add, 502 after it ran": "no JSON, 1 list",
    "add, 503 once": "QUERY_LIMIT_EXCEEDED, add 503",
    "add, portal renamed": "51, 1 list", // follows with the form
    "token expired": "13, get 401, oauth/token/ 200, get 200",
  },
  "openapi-generator, Python": GENERATED,
  "openapi-generator, Go": GENERATED,
  "openapi-python-client": GENERATED,
  orval: GENERATED,
};

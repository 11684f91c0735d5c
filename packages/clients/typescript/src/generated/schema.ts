// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

export interface paths {
    "/crm.calllist.add": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Create a call list
         * @description Creates a call list from contacts or companies and returns the id of the new list, as a number.
         *
         *     The participants get the status `IN_WORK` and are called in the order of `ENTITIES`. The portal also creates a CRM
         *     activity, with the calling user as the responsible person; if that fails, the response does not say so. The section
         *     "Life of a call list" covers the activity, how a list ends, and how to delete one.
         *
         *     **Before you call it**
         *
         *     - **A retry creates a second list.** If the response is lost (timeout, connection reset, HTTP 500, 502 or 504), check
         *       `crm.calllist.list`, newest first, before you retry. After a 4xx, nothing was created.
         *     - **Write `CONTACT` or `COMPANY` in uppercase.** Other spellings of these words end in HTTP 500, not in a clear error.
         *     - **Every id must exist and appear once.** Otherwise the call fails with `ENTITY_ERROR`, which does not name the id.
         *     - **Ids that you may not read are dropped silently.** The list is created from the other ids. Only if no id is left does
         *       the call fail, with 403.
         *     - **`WEBFORM_ID` is a number or null.** An empty string or a word ends in HTTP 500, 0 in `WEBFORM_ERROR`.
         */
        post: operations["callListAdd"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/crm.calllist.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get a call list
         * @description Returns the fields of one call list: type, web form, creator and date. The number of participants and their statuses are
         *     not among them; read `crm.calllist.items.get` for those.
         *
         *     **Before you call it**
         *
         *     - **Numbers come as strings** (`"ID":"13"`), `WEBFORM_ID` and `CREATED_BY_ID` as a string or null.
         *     - **A missing list and a forbidden list look the same**: `LIST_ID_ERROR`. A user who may not read contacts at all gets it
         *       for every list of contacts. (The official overview says that any user may read a list; portals do not agree.)
         *     - **The portal reads an id as PHP reads numbers**: `"13abc"` is list 13, and `true` is list 1. Check ids yourself.
         *     - `DATE_CREATE` is in the server's time zone; the response does not say which.
         */
        post: operations["callListGet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/crm.calllist.list": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Find call lists
         * @description Returns the portal's call lists, 50 per page, filtered and sorted as you ask. Rows hold the fields that you select, without
         *     the type's name (`ENTITY_TYPE`) that `get` adds.
         *
         *     **Before you call it**
         *
         *     - **It is paged and nothing says so.** There is no `total` and no `next`. Call it with `start` 0, 50, 100 … until a page is
         *       shorter than 50; past the end, the result is an empty array. Better: sort by `{"ID":"ASC"}` and filter by `>ID` of the
         *       last row, so that lists created meanwhile are neither skipped nor read twice.
         *     - **`start: -1` returns the whole table at once.** In other Bitrix24 methods it means "without counting".
         *     - **Always sort.** Without `ORDER`, the portal promises no order at all, and pages may overlap.
         *     - **No permissions are checked.** Every caller with the scope `crm` sees every list of the portal.
         *     - **Field names in `ORDER` must be uppercase**: `{"id":"DESC"}` silently sorts ascending.
         *     - **Never send an empty array**: `SELECT: []` returns rows of `{"1":"1"}`, and an empty `@ID` or `!@ID` ends in HTTP 500.
         *       So does a `SELECT` or `FILTER` that is not an array or object.
         *     - **Encode filters in a query string.** In `FILTER[>=ID]=14` the inner `=` is lost, and all lists are returned: write
         *       `FILTER%5B%3E%3DID%5D=14`, or send JSON.
         *     - **BX24.js, the library for pages inside the portal, drops `start`**, so it always returns the first page.
         *     - Numbers come as strings, `WEBFORM_ID` and `CREATED_BY_ID` as a string or null.
         */
        post: operations["callListList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/crm.calllist.update": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Replace the participants of a call list
         * @description Replaces the participants of a list, and its web form. The type of the list cannot change.
         *
         *     A retry results in the same participants, though not always in the same order.
         *
         *     **Before you call it**
         *
         *     - **It clears the web form unless you send it.** A request without `WEBFORM_ID`, or with null, removes the form from the
         *       list. To change participants only, read `WEBFORM_ID` with `crm.calllist.get` first and send it back.
         *     - **`ENTITIES` is the whole new set, not an addition.** Participants who are missing from it are deleted with their call
         *       status; new ones are appended with `IN_WORK`; the others keep their status and call.
         *     - **A participant that you missed while reading is deleted.** While operators work, pages of `crm.calllist.items.get`
         *       silently miss participants. Build `ENTITIES` from two complete passes that agree; if they do not, write nothing.
         *     - **The order changes.** Participants who stay are sorted by status code (`IN_WORK`, `STOP_CALLING`, `SUCCESS`, `UC_…`,
         *       `WRONG_NUMBER`), then by their old place; new ones follow, and the next update sorts them in, too.
         *     - **You cannot empty a list on purpose** (`ENTITIES: []` is rejected), but it can end up empty: ids that you may not read
         *       are dropped silently, and the result is `true` all the same.
         *     - **Participants that you cannot see stay.** Records that the caller may not read, and deleted ones, are neither removed
         *       nor counted. If a list has no other participants, the call fails with `LIST_ID_ERROR`, for administrators too.
         *     - **Every id must exist and appear once.** Otherwise the call fails, here with `ENTITIES_ERROR` (in `add`: `ENTITY_ERROR`).
         *     - **`WEBFORM_ID` is a number or null.** An empty string or a word ends in HTTP 500, 0 in `WEBFORM_ERROR`.
         *     - **Send ids as plain numbers.** Odd spellings of an id that is already on the list (`"09"`, `"9abc"`) end in HTTP 500
         *       after the form was changed.
         *     - **A wrong `LIST_ID` is reported late**, only after the type and the participants were checked.
         *     - **Write `CONTACT` or `COMPANY` in uppercase**, as for `add`: other spellings end in HTTP 500.
         */
        post: operations["callListUpdate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/crm.calllist.items.get": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the participants of a call list
         * @description Returns the participants of a list with their call status, 50 per page, in calling order. `ID` is the id of the contact
         *     or company.
         *
         *     **Before you call it**
         *
         *     - **An empty page is a 403.** `ACCESS_ERROR` comes past the last page, for a status that no participant has, for a list
         *       that an update has emptied, and for a page with no participant that you may read. There is no empty array.
         *     - **It is paged and nothing says so.** There is no `total` and no `next`. Call it with `start` 0, 50, 100 …
         *     - **A short page is not the last one.** Rows that you may not read are removed after the page was cut: a page can hold
         *       fewer than 50 rows, and a page in the middle can be a 403. The response does not distinguish such a gap from the end.
         *     - **A status set between two page requests moves participants.** Each status that an operator sets sorts the whole list
         *       again. Everybody behind moves up one place, so pages 0, 50, 100 … silently miss one participant for each status, or
         *       return one twice. The same happens between two commands of one batch, and with `FILTER.STATUS`.
         *     - **Let pages overlap to notice it.** `start` can be any number: if the last row of a page is not the first row of the
         *       next page, participants moved, so read that place again. Start over until a pass finds no new participant and no
         *       movement. The portal promises no consistent view: only a list that nobody is working on is certain to be complete.
         *     - **Only `FILTER.STATUS` in uppercase is read.** `{"status":"SUCCESS"}` is ignored, and all participants are returned.
         *     - **Statuses are compared exactly** with the portal's current dictionary. A status that was removed from it can still
         *       appear in rows, but you cannot filter by it.
         *     - `start: -1` has no meaning here; it returns the first page.
         *     - Ids and types are real numbers here, while `get` and `list` send strings; `ENTITY_TYPE` is a number here, a name in
         *       `get`.
         */
        post: operations["callListItemsGet"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/crm.calllist.statuslist": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Get the call statuses
         * @description Returns the portal's dictionary of call statuses, sorted. It is not paged, and parameters are ignored.
         *
         *     **Before you call it**
         *
         *     - **Statuses are an open set.** Every portal starts with four (`IN_WORK`, `SUCCESS`, `WRONG_NUMBER`, `STOP_CALLING`);
         *       administrators can rename them and add others. Compare `STATUS_ID`, never `NAME` or `ID`: ids differ between portals.
         *     - To change statuses, use `crm.status.*` with `ENTITY_ID` `CALL_LIST`. Their `SORT` also orders the participants of a
         *       list while operators work on it.
         */
        post: operations["callListStatusList"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/batch": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Run up to 50 commands
         * @description Runs up to 50 commands one after another in one request, which counts as one request for the rate limit. A command is a
         *     method with a query string. The response is HTTP 200 even if every command failed: check `result_error`.
         *
         *     A later command can use an earlier result: `LIST_ID=$result[new]` after a command named `new`, or
         *     `$result[lists][0][ID]`. A reference that is the whole value keeps its type.
         *
         *     **Before you call it**
         *
         *     - **Five maps that change their shape.** `result`, `result_error`, `result_total`, `result_next` and `result_time` are
         *       each `[]` when empty, an array when their keys are 0, 1, 2 …, otherwise an object. With commands by position and a
         *       failing first one, `result` is `{"1": …}` while `result_error` is `[…]`. Name your commands.
         *     - **A reference that finds nothing does not fail.** The portal uses the deepest value that it did find, and as a number
         *       that is 0 or 1: `crm.calllist.get?ID=$result[missing]` may read list 1. Refer only to earlier commands, and use `halt`
         *       when one depends on another.
         *     - **One crash takes all.** A command that ends in HTTP 500 on its own (an `ENTITY_TYPE` in lowercase, for example) ends the
         *       whole batch in 500, although the commands before it were executed.
         *     - **Errors have no HTTP status inside.** An empty page of `items.get` is `ACCESS_ERROR` here, too.
         *     - **Commands after the 50th are not run**; each of them has its own error.
         *     - **Encode once in JSON**: `FILTER%5B%3E%3DID%5D=14`. A raw `#` cuts the command, a raw `=` in a key loses the filter, and
         *       `+` is a space. Sent as a form, encode twice.
         *     - **`halt` is true for any text except "" and "0"**, `"false"` included. It stops after the first error; the commands after
         *       it leave no entry.
         *     - `batch`, `upload` and `download` are not allowed inside a batch. All values inside a command arrive as strings.
         *     - A batch that contains `crm.calllist.add` is as unsafe to retry as `add` itself.
         */
        post: operations["batch"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/oauth/token/": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Get or refresh tokens
         * @description Returns the first pair of tokens for a code, or a new pair for a refresh token. The authorisation server responds, not the
         *     portal.
         *
         *     **Before you call it**
         *
         *     - **Every refresh returns a new refresh token.** Store it before you use the new access token, and let one process
         *       refresh at a time: the old one is spent.
         *     - **Refresh when the portal says `expired_token`**, not by the clock.
         *     - **HTTP 200 can be an error**: the response to an unknown `client_id` is `{"error":"wrong_client"}`. Check `error` first.
         *     - **Use `client_endpoint` of the response** from then on; portals can be renamed.
         *     - Most errors have no description.
         *     - **Send a POST with a form body if you can.** The secret and the refresh token in a query string end up in access logs.
         *       The documentation shows GET only; the same parameters as `application/x-www-form-urlencoded` in a POST work as well: the
         *       official JavaScript SDK checked this against the live server in June 2026 (issue 149 and pull request 239 of
         *       `bitrix24/b24jssdk`) and renews tokens this way.
         *     - The secret goes to this server only, never to the portal or a browser.
         *
         *     An access token is valid for an hour, a refresh token for 180 days, a code for 30 seconds.
         */
        get: operations["oauthToken"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * @description The kind of records that the list calls, spelled exactly this way: `contact`, `Contact`, `" CONTACT"` and the short forms `C` and `CO` pass the first check and then stop the portal with HTTP 500.
         * @enum {string}
         */
        EntityType: "CONTACT" | "COMPANY";
        /** @description Id of a record, as a number or as decimal digits without sign, spaces or leading zeros. `get` and `list` return ids in the second form, so they can be passed on as they are. */
        Id: number | `${number}`;
        /** @description Ids of contacts or companies, each once, in the order they are to be called. All must exist, or the call is rejected; of those that exist, the ones that the caller may not read are dropped silently. REST sets no upper bound (the limit of 500 in the portal's pages does not apply). */
        EntityIds: components["schemas"]["Id"][];
        /** @description Id of the CRM form that the operator fills in during the call, or null for none. Not 0, not "0", not an empty string. */
        WebformId: number | `${number}` | null;
        /** @description OAuth access token, when the OAuth server is used. Never beside a webhook URL, since the token then wins and the webhook is not looked at. */
        AccessToken: string;
        /** @description Parameters of crm.calllist.add. */
        CallListAddParams: {
            ENTITY_TYPE: components["schemas"]["EntityType"];
            ENTITIES: components["schemas"]["EntityIds"];
            WEBFORM_ID?: components["schemas"]["WebformId"];
            auth?: components["schemas"]["AccessToken"];
        };
        /** @description When and how long the portal worked on the request. Portals send whole numbers or fractions: since autumn 2025 `start` and `processing` are usually whole, and `duration` is then up to a second too long. Errors carry no `time`. */
        Timing: {
            /**
             * Format: double
             * @description Start, in seconds since 1970.
             */
            start: number;
            /**
             * Format: double
             * @description End, in seconds since 1970.
             */
            finish: number;
            /**
             * Format: double
             * @description Seconds from start to finish.
             */
            duration: number;
            /**
             * Format: double
             * @description Seconds spent in the method itself; portals that send whole numbers send 0 or 1.
             */
            processing: number;
            /**
             * Format: date-time
             * @description Start as an ISO 8601 date and time with the server's offset.
             */
            date_start: string;
            /**
             * Format: date-time
             * @description End as an ISO 8601 date and time with the server's offset.
             */
            date_finish: string;
            /**
             * Format: int64
             * @description When the oldest part of `operating` is forgotten, in seconds since 1970. Cloud portals only.
             */
            operating_reset_at?: number;
            /**
             * Format: double
             * @description Seconds this method has worked for this webhook or application in the last ten minutes; calls under 0.1 s do not count. Over the portal's limit (480 s in the official documentation) the response to the next call is a 429. Cloud portals only.
             */
            operating?: number;
        };
        /** @description Answer of crm.calllist.add. */
        CallListAddResponse: {
            /**
             * Format: int64
             * @description Id of the new call list, as a number.
             */
            result: number;
            time: components["schemas"]["Timing"];
        };
        /** @description An HTML error page instead of JSON. */
        HtmlPage: string;
        /**
         * @description Error codes that portals are known to send with call-list methods. Some errors have an empty code.
         * @enum {string}
         */
        KnownErrorCode: "ERROR_ARGUMENT" | "100" | "ENTITY_TYPE_ERROR" | "ENTITIES_ERROR" | "ENTITY_ERROR" | "WEBFORM_ERROR" | "LIST_ID_ERROR" | "STATUS_ERROR" | "ACCESS_ERROR" | "NO_AUTH_FOUND" | "INVALID_REQUEST" | "INVALID_CREDENTIALS" | "insufficient_scope" | "OVERLOAD_LIMIT" | "ACCESS_DENIED" | "expired_token" | "invalid_token" | "invalid_client" | "ERROR_OAUTH" | "APPLICATION_NOT_FOUND" | "PAYMENT_REQUIRED" | "authorization_error" | "user_access_error" | "CONNECTION_ERROR" | "verification_needed" | "PORTAL_DELETED" | "ERROR_METHOD_NOT_FOUND" | "OPERATION_TIME_LIMIT" | "INTERNAL_SERVER_ERROR" | "ERROR_CORE" | "QUERY_LIMIT_EXCEEDED" | "ERROR_BATCH_LENGTH_EXCEEDED" | "ERROR_BATCH_METHOD_NOT_ALLOWED";
        /** @description Code of the error. An open set: it can be empty, and older portals send some codes as numbers (100 for an unknown field). */
        ErrorCode: components["schemas"]["KnownErrorCode"] | (string & {}) | number;
        /** @description How the portal rejects a call. There is no `result` and no `time` beside it. */
        PortalError: {
            error: components["schemas"]["ErrorCode"];
            /** @description English text for developers. It can be empty or missing; do not show it to end users or compare with it. */
            error_description?: string;
            /** @description Name of the argument, in some errors of the query builder; often empty. */
            argument?: string;
        };
        /** @description Parameters of crm.calllist.get. */
        CallListGetParams: {
            ID: components["schemas"]["Id"];
            auth?: components["schemas"]["AccessToken"];
        };
        /** @description A whole number in a string, as `get` and `list` send numbers. */
        NumericString: `${number}`;
        /** @description Date and time as `YYYY-MM-DD hh:mm:ss` in the time zone of the portal's server. The zone is not in the value; the offset in `time.date_start` is that of today, which differs from it across a change to or from summer time. */
        PortalDateTime: string;
        /** @description A whole number in a string, or null. */
        NullableNumericString: `${number}` | null;
        /**
         * @description Names of entity types that portals are known to send. Lists created in the portal's own pages may hold more than contacts and companies.
         * @enum {string}
         */
        KnownEntityType: "CONTACT" | "COMPANY" | "LEAD" | "DEAL" | "QUOTE" | "INVOICE";
        /** @description Name of an entity type. An open set; an empty string where the list has no type (very old lists). */
        EntityTypeName: components["schemas"]["KnownEntityType"] | (string & {});
        /** @description A call list as crm.calllist.get returns it. The number of participants is not among its fields. */
        CallList: {
            ID: components["schemas"]["NumericString"];
            DATE_CREATE: components["schemas"]["PortalDateTime"];
            CREATED_BY_ID: components["schemas"]["NullableNumericString"];
            WEBFORM_ID: components["schemas"]["NullableNumericString"];
            ENTITY_TYPE_ID: components["schemas"]["NullableNumericString"];
            ENTITY_TYPE: components["schemas"]["EntityTypeName"];
        };
        /** @description Answer of crm.calllist.get. */
        CallListGetResponse: {
            result: components["schemas"]["CallList"];
            time: components["schemas"]["Timing"];
        };
        /** @description A field (`ID`, `DATE_CREATE`, `CREATED_BY_ID`, `WEBFORM_ID`, `ENTITY_TYPE_ID`), or `*` for all five. */
        CallListSelectItem: "*" | "ID" | "DATE_CREATE" | "CREATED_BY_ID" | "WEBFORM_ID" | "ENTITY_TYPE_ID";
        /** @description Fields to return; all five if left out. Never an empty array, which returns rows of `{"1":"1"}`. */
        CallListSelect: components["schemas"]["CallListSelectItem"][];
        /** @description A number to compare with, as a number or as decimal digits. */
        FilterNumber: number | `${number}`;
        /** @description Numbers to compare with; a row passes when its field is (or, with `!`, is not) one of them. Never empty. */
        FilterNumbers: components["schemas"]["FilterNumber"][];
        /** @description What to compare a field with: a number, an array of numbers for "one of these", or null for "not set" (with `!`: "set"). */
        FilterValue: components["schemas"]["FilterNumber"] | components["schemas"]["FilterNumbers"] | null;
        /**
         * @description Conditions that a list must all meet. Each key is an operator and a field:
         *
         *     | Prefix | Meaning |
         *     |---|---|
         *     | none or `=` | equal; with an array: one of these; with 0 (or null): not set |
         *     | `!` or `!=` | not equal; with an array: none of these; with 0 (or null): set. Rows where the field is not set never pass `!5` |
         *     | `>` `>=` `<` `<=` | greater, greater or equal, less, less or equal |
         *     | `@` | one of an array |
         *     | `!@` | none of an array |
         *
         *     Fields are `ID`, `CREATED_BY_ID`, `WEBFORM_ID` and `ENTITY_TYPE_ID` (the number: 3 contact, 4 company).
         *
         *     An empty array under `@` or `!@` ends in HTTP 500. `DATE_CREATE` is left out on purpose: it is compared only in the
         *     portal's own date format (`14.07.2025 08:47:19` on a European portal), and any other text, ISO dates included,
         *     returns wrong rows without an error. To find lists by date, sort by ID, which grows with time, and compare yourself.
         */
        CallListFilter: { [key in `${">=" | ">" | "<=" | "<" | "!@" | "@" | "!=" | "!" | "=" | ""}${"ID" | "CREATED_BY_ID" | "WEBFORM_ID" | "ENTITY_TYPE_ID"}`]?: components["schemas"]["FilterValue"] };
        /**
         * @description A field of a call list that can be selected and sorted by. In exactly these letters.
         * @enum {string}
         */
        CallListField: "ID" | "DATE_CREATE" | "CREATED_BY_ID" | "WEBFORM_ID" | "ENTITY_TYPE_ID";
        /**
         * @description Ascending or descending.
         * @enum {string}
         */
        SortDirection: "ASC" | "DESC";
        /** @description Sorting: field to direction, the first key first. Field names in uppercase: `{"id":"DESC"}` sorts ascending. Without ORDER the portal sorts by nothing; ask for `{"ID":"ASC"}` when you read page by page. */
        CallListOrder: { [key in components["schemas"]["CallListField"]]?: components["schemas"]["SortDirection"] };
        /** @description How many rows to skip before the first row of the response; pages hold 50. **-1 means all rows in one response**, unlike in other Bitrix24 methods. Lowercase only: `START` is ignored. */
        ListStart: number | `${number}`;
        /** @description Parameters of crm.calllist.list. All may be left out. */
        CallListListParams: {
            SELECT?: components["schemas"]["CallListSelect"];
            FILTER?: components["schemas"]["CallListFilter"];
            ORDER?: components["schemas"]["CallListOrder"];
            start?: components["schemas"]["ListStart"];
            auth?: components["schemas"]["AccessToken"];
        };
        /** @description A call list as crm.calllist.list returns it. Only the selected fields are there; the type's name (`ENTITY_TYPE`) never is. */
        CallListRow: {
            ID?: components["schemas"]["NumericString"];
            DATE_CREATE?: components["schemas"]["PortalDateTime"];
            CREATED_BY_ID?: components["schemas"]["NullableNumericString"];
            WEBFORM_ID?: components["schemas"]["NullableNumericString"];
            ENTITY_TYPE_ID?: components["schemas"]["NullableNumericString"];
        };
        /** @description A page of call lists. Empty past the last one. */
        CallListRows: components["schemas"]["CallListRow"][];
        /** @description Response of crm.calllist.list. There is neither `total` nor `next`. */
        CallListListResponse: {
            result: components["schemas"]["CallListRows"];
            time: components["schemas"]["Timing"];
        };
        /** @description Parameters of crm.calllist.update. */
        CallListUpdateParams: {
            LIST_ID: components["schemas"]["Id"];
            ENTITY_TYPE: components["schemas"]["EntityType"];
            ENTITIES: components["schemas"]["EntityIds"];
            WEBFORM_ID: components["schemas"]["WebformId"];
            auth?: components["schemas"]["AccessToken"];
        };
        /** @description Answer of crm.calllist.update. */
        CallListUpdateResponse: {
            /** @description Always true. It does not mean that every participant was taken; ids the caller may not read are left out. */
            result: boolean;
            time: components["schemas"]["Timing"];
        };
        /**
         * @description The four call statuses that every portal has at first.
         * @enum {string}
         */
        KnownStatusCode: "IN_WORK" | "SUCCESS" | "WRONG_NUMBER" | "STOP_CALLING";
        /** @description Code of a call status. An open set, since each portal can add its own (generated codes look like `UC_A1B2C3`). */
        StatusCode: components["schemas"]["KnownStatusCode"] | (string & {});
        /** @description The only key that is read is `STATUS`, in uppercase. `{"status":"SUCCESS"}` is ignored, and every participant is returned. */
        ParticipantFilter: {
            STATUS?: components["schemas"]["StatusCode"];
        };
        /** @description How many rows to skip before the first row of the response; pages hold 50, so 0, 50, 100 and so on. Lowercase only: `START` is ignored. */
        Start: number | `${number}`;
        /** @description Parameters of crm.calllist.items.get. */
        CallListItemsGetParams: {
            LIST_ID: components["schemas"]["Id"];
            FILTER?: components["schemas"]["ParticipantFilter"];
            start?: components["schemas"]["Start"];
            auth?: components["schemas"]["AccessToken"];
        };
        /** @description Number of an entity type. 3 is a contact, 4 a company; 1 (lead), 2 (deal), 5 (invoice) and 7 (quote) come from lists created in the portal's own pages. An open set. */
        EntityTypeId: number;
        /** @description A participant of a call list. These are real numbers, unlike those of `get` and `list`. */
        CallListItem: {
            /**
             * Format: int64
             * @description Id of the contact or company.
             */
            ID: number;
            STATUS: components["schemas"]["StatusCode"];
            ENTITY_TYPE: components["schemas"]["EntityTypeId"];
        };
        /** @description A page of participants in calling order, at most 50. Never empty; an empty page is an ACCESS_ERROR. */
        CallListItems: components["schemas"]["CallListItem"][];
        /** @description Response of crm.calllist.items.get. There is neither `total` nor `next`. */
        CallListItemsGetResponse: {
            result: components["schemas"]["CallListItems"];
            time: components["schemas"]["Timing"];
        };
        /** @description crm.calllist.statuslist has no parameters of its own. */
        CallListStatusListParams: {
            auth?: components["schemas"]["AccessToken"];
        };
        /** @description A call status from the portal's dictionary. */
        CallStatus: {
            /**
             * Format: int64
             * @description Id of the entry in this portal's dictionary. It differs from portal to portal.
             */
            ID: number;
            /** @description Name shown to people, in the portal's language; administrators can change it. */
            NAME: string;
            /** @description Place in the order, smallest first. */
            SORT: number;
            STATUS_ID: components["schemas"]["StatusCode"];
        };
        /** @description All call statuses of the portal, by SORT, then ID. Not paged. */
        CallStatuses: components["schemas"]["CallStatus"][];
        /** @description Answer of crm.calllist.statuslist. */
        CallListStatusListResponse: {
            result: components["schemas"]["CallStatuses"];
            time: components["schemas"]["Timing"];
        };
        /** @description One command: a method and its parameters as a query string, such as `crm.calllist.get?ID=13`. Encode keys and values (`FILTER%5B%3E%3DID%5D=14`): an unencoded `=` in a key loses the filter, and `#` cuts the rest. No leading slash and no `.json`. */
        BatchCommand: string;
        /** @description Commands by names of your own. No spaces in a name, or no command can refer to it. */
        BatchCommandMap: {
            [key: string]: components["schemas"]["BatchCommand"];
        };
        /** @description Commands by position. */
        BatchCommandList: components["schemas"]["BatchCommand"][];
        /** @description Up to 50 commands, run one after another, by position or by name. */
        BatchCommands: components["schemas"]["BatchCommandMap"] | components["schemas"]["BatchCommandList"];
        /**
         * @description 1 to stop, 0 to go on.
         * @enum {integer}
         */
        HaltNumber: 0 | 1;
        /**
         * @description "1" to stop, "0" to go on; for forms and query strings.
         * @enum {string}
         */
        HaltText: "0" | "1";
        /** @description Whether to stop after the first command that fails. The portal reads any text except "" and "0" as yes, "false" too; send one of these values. */
        Halt: boolean | components["schemas"]["HaltNumber"] | components["schemas"]["HaltText"];
        /** @description Parameters of batch. */
        BatchParams: {
            cmd: components["schemas"]["BatchCommands"];
            halt?: components["schemas"]["Halt"];
            auth?: components["schemas"]["AccessToken"];
        };
        /** @description The `result` of one command, of whatever shape its method has. */
        BatchValue: unknown;
        /** @description Results by position, when all commands of a list succeeded up to here. */
        BatchValueList: components["schemas"]["BatchValue"][];
        /** @description Results by command name or position. */
        BatchValueMap: {
            [key: string]: components["schemas"]["BatchValue"];
        };
        /** @description Results of the commands that succeeded. An array when empty or when its keys are exactly 0, 1, 2 …; otherwise an object. */
        BatchValues: components["schemas"]["BatchValueList"] | components["schemas"]["BatchValueMap"];
        /** @description An error of one command, like PortalError. */
        BatchFailure: {
            /** @description Code of the error, as in PortalError: a string, on older portals also a number. Left without a type, since generators fail on an open set within the two shapes of this map. */
            error: unknown;
            /** @description English text for developers. It can be empty or missing. */
            error_description?: string;
            /** @description Name of the argument, in some errors of the query builder; often empty. */
            argument?: string;
        };
        /** @description Errors by position. */
        BatchFailureList: components["schemas"]["BatchFailure"][];
        /** @description Errors by command name or position. */
        BatchFailureMap: {
            [key: string]: components["schemas"]["BatchFailure"];
        };
        /** @description Errors of the commands that failed. An array when empty or when its keys are exactly 0, 1, 2 …; otherwise an object. */
        BatchFailures: components["schemas"]["BatchFailureList"] | components["schemas"]["BatchFailureMap"];
        /** @description Numbers by position. */
        BatchNumberList: number[];
        /** @description Numbers by command name or position. */
        BatchNumberMap: {
            [key: string]: number;
        };
        /** @description Totals or next offsets. Call-list methods have neither, so `[]` unless the batch holds other methods. */
        BatchNumbers: components["schemas"]["BatchNumberList"] | components["schemas"]["BatchNumberMap"];
        /** @description Times by position. */
        BatchTimeList: components["schemas"]["Timing"][];
        /** @description Times by command name or position. */
        BatchTimeMap: {
            [key: string]: components["schemas"]["Timing"];
        };
        /** @description Times of the commands that succeeded; failed ones have none. An array when empty or when its keys are exactly 0, 1, 2 …; otherwise an object. */
        BatchTimes: components["schemas"]["BatchTimeList"] | components["schemas"]["BatchTimeMap"];
        /** @description Five maps with the commands' names (or positions) as keys. */
        BatchMaps: {
            result: components["schemas"]["BatchValues"];
            result_error: components["schemas"]["BatchFailures"];
            result_total: components["schemas"]["BatchNumbers"];
            result_next: components["schemas"]["BatchNumbers"];
            result_time: components["schemas"]["BatchTimes"];
        };
        /** @description Answer of batch. */
        BatchResponse: {
            result: components["schemas"]["BatchMaps"];
            time: components["schemas"]["Timing"];
        };
        /**
         * @description `refresh_token` to renew an access token, `authorization_code` for the first pair.
         * @enum {string}
         */
        GrantType: "refresh_token" | "authorization_code";
        /**
         * @description F free, D demo, T trial, P paid, L local.
         * @enum {string}
         */
        KnownApplicationStatus: "F" | "D" | "T" | "P" | "L";
        /** @description How the application is licensed on the portal. An open set. */
        ApplicationStatus: components["schemas"]["KnownApplicationStatus"] | (string & {});
        /** @description A new pair of tokens. The refresh token is new too, and the old one is spent; store it before anything else. */
        Tokens: {
            /** @description Goes into `auth` of each call. Valid for an hour. */
            access_token: string;
            /** @description Valid for one refresh, within 180 days. */
            refresh_token: string;
            /**
             * Format: int64
             * @description End of the access token's life, in seconds since 1970.
             */
            expires?: number;
            /** @description Life of the access token in seconds. */
            expires_in: number;
            /** @description What the token may do, as a comma list. */
            scope?: string;
            /** @description A host name. Take `client_endpoint` for the address to call. */
            domain?: string;
            /**
             * Format: uri
             * @description REST address of the authorisation server.
             */
            server_endpoint?: string;
            /**
             * Format: uri
             * @description REST address of the portal, to be used from now on. It changes when a portal is renamed.
             */
            client_endpoint?: string;
            status?: components["schemas"]["ApplicationStatus"];
            /** @description Id of the portal that stays when its name changes. */
            member_id?: string;
            /**
             * Format: int64
             * @description Id of the user on the portal.
             */
            user_id?: number;
        };
        /**
         * @description Error codes that the authorisation server is known to send.
         * @enum {string}
         */
        KnownTokenErrorCode: "expired_token" | "invalid_client" | "PAYMENT_REQUIRED" | "wrong_client" | "invalid_grant" | "invalid_request" | "NOT_INSTALLED" | "INVALID_SCOPE";
        /** @description Code of an error of the token endpoint. An open set. */
        TokenErrorCode: components["schemas"]["KnownTokenErrorCode"] | (string & {});
        /** @description How the authorisation server rejects a request, with HTTP 200 in one case. */
        TokenError: {
            error: components["schemas"]["TokenErrorCode"];
            /** @description English text for developers. Usually missing. */
            error_description?: string;
            /** @description Host of the portal, beside some `invalid_grant` errors. */
            domain?: string;
        };
        /** @description New tokens, or `wrong_client`, which comes with HTTP 200. Look for `error` before you look for tokens. */
        TokenResponse: components["schemas"]["Tokens"] | components["schemas"]["TokenError"];
    };
    responses: {
        /** @description The portal has a new name, or it is closed and points to a page about it. After a rename, `Location` holds the address on the new host; that of a webhook contains its secret code. A client that follows it as browsers do turns the POST into a GET and loses the body: send the same POST to the new host instead, and only if you trust it. */
        Moved: {
            headers: {
                /**
                 * @description The same method's address on the new host.
                 * @example https://example-renamed.bitrix24.com/rest/1/xxxxxxxxxxxxxxxx/crm.calllist.get
                 */
                Location?: string;
                [name: string]: unknown;
            };
            content: {
                "text/html": components["schemas"]["HtmlPage"];
            };
        };
        /** @description The credentials are missing, wrong, expired or not enough. The whole family comes with 401; older documentation lists 403, 400 and 503 for some. The request was not executed. */
        Unauthorized: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PortalError"];
            };
        };
        /** @description There is no such method. Decided before authorisation, so a wrong address hides a wrong secret. The request was not executed. */
        MethodNotFound: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PortalError"];
            };
        };
        /** @description The operating-time quota of the method, for this webhook or application, is exhausted. Do not rely on `Retry-After`; wait until the last seen `time.operating_reset_at`. The request was not executed. */
        OperationTimeLimit: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PortalError"];
            };
        };
        /** @description The portal's code stopped on an error, as JSON in the cloud, as an HTML error page on-premise. Whether anything was done is unknown. */
        InternalError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PortalError"];
                "text/html": components["schemas"]["HtmlPage"];
            };
        };
        /** @description A gateway in front of the portal failed, with an HTML error page. Whether anything was done is unknown. */
        BadGateway: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": components["schemas"]["HtmlPage"];
            };
        };
        /** @description Too many requests from this address: each portal has a bucket of 50 that leaks 2 a second (Enterprise: 250 and 5). The request was not executed. */
        TooManyRequests: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PortalError"];
            };
        };
        /** @description The portal took longer than its gateway waits (a request may take 60 seconds). Whether anything was done is unknown. */
        GatewayTimeout: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "text/html": components["schemas"]["HtmlPage"];
            };
        };
        /** @description The portal is closed or deleted. Some closed portals return an HTML error page. The request was not executed. */
        Forbidden: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PortalError"];
                "text/html": components["schemas"]["HtmlPage"];
            };
        };
        /** @description The portal's code or its database stopped on an error. Whether anything was done is unknown. */
        InternalOrDatabaseError: {
            headers: {
                [name: string]: unknown;
            };
            content: {
                "application/json": components["schemas"]["PortalError"];
                "text/html": components["schemas"]["HtmlPage"];
            };
        };
    };
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    callListAdd: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallListAddParams"];
            };
        };
        responses: {
            /** @description The list was created. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallListAddResponse"];
                };
            };
            302: components["responses"]["Moved"];
            /** @description A parameter is missing or wrong. Nothing was created. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description None of the records may be read by the caller, or the portal is closed. Nothing was created. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                    "text/html": components["schemas"]["HtmlPage"];
                };
            };
            404: components["responses"]["MethodNotFound"];
            429: components["responses"]["OperationTimeLimit"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["TooManyRequests"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    callListGet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallListGetParams"];
            };
        };
        responses: {
            /** @description The list. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallListGetResponse"];
                };
            };
            302: components["responses"]["Moved"];
            /** @description The parameter is missing, or there is no such list for this caller. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["MethodNotFound"];
            429: components["responses"]["OperationTimeLimit"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["TooManyRequests"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    callListList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallListListParams"];
            };
        };
        responses: {
            /** @description A page of lists. Past the last one it is empty. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallListListResponse"];
                };
            };
            302: components["responses"]["Moved"];
            /** @description A field or a direction is unknown. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["MethodNotFound"];
            429: components["responses"]["OperationTimeLimit"];
            500: components["responses"]["InternalOrDatabaseError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["TooManyRequests"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    callListUpdate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallListUpdateParams"];
            };
        };
        responses: {
            /** @description The list was changed. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallListUpdateResponse"];
                };
            };
            302: components["responses"]["Moved"];
            /** @description A parameter is missing or wrong. Nothing was changed. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description The caller may not read records of this type, or the portal is closed. Nothing was changed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                    "text/html": components["schemas"]["HtmlPage"];
                };
            };
            404: components["responses"]["MethodNotFound"];
            429: components["responses"]["OperationTimeLimit"];
            500: components["responses"]["InternalOrDatabaseError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["TooManyRequests"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    callListItemsGet: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallListItemsGetParams"];
            };
        };
        responses: {
            /** @description A page of participants, at least one. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallListItemsGetResponse"];
                };
            };
            302: components["responses"]["Moved"];
            /** @description A parameter is missing or wrong, or there is no such list. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            /** @description Nothing on this page, for whatever reason; or the portal is closed. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                    "text/html": components["schemas"]["HtmlPage"];
                };
            };
            404: components["responses"]["MethodNotFound"];
            429: components["responses"]["OperationTimeLimit"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["TooManyRequests"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    callListStatusList: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CallListStatusListParams"];
            };
        };
        responses: {
            /** @description All statuses. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CallListStatusListResponse"];
                };
            };
            302: components["responses"]["Moved"];
            /** @description The method has no errors of its own; this is what an error without a code looks like. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["MethodNotFound"];
            429: components["responses"]["OperationTimeLimit"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["TooManyRequests"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    batch: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BatchParams"];
            };
        };
        responses: {
            /** @description The batch ran; each command succeeded or failed on its own. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BatchResponse"];
                };
            };
            302: components["responses"]["Moved"];
            /** @description Errors of commands never come this way; this is what an error without a code looks like. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PortalError"];
                };
            };
            401: components["responses"]["Unauthorized"];
            403: components["responses"]["Forbidden"];
            404: components["responses"]["MethodNotFound"];
            500: components["responses"]["InternalError"];
            502: components["responses"]["BadGateway"];
            503: components["responses"]["TooManyRequests"];
            504: components["responses"]["GatewayTimeout"];
        };
    };
    oauthToken: {
        parameters: {
            query: {
                /**
                 * @description What is handed in.
                 * @example refresh_token
                 */
                grant_type: components["schemas"]["GrantType"];
                /**
                 * @description Id of the application (`local.…` or `app.…`).
                 * @example local.xxxxxxxxxxxxxx.xxxxxxxx
                 */
                client_id: string;
                /**
                 * @description Secret key of the application.
                 * @example xxxxxxxxxxxxxxxx
                 */
                client_secret: string;
                /**
                 * @description For `grant_type=refresh_token`.
                 * @example xxxxxxxxxxxxxxxx
                 */
                refresh_token?: string;
                /**
                 * @description For `grant_type=authorization_code`.
                 * @example xxxxxxxxxxxxxxxx
                 */
                code?: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description New tokens, or an error after all. */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenResponse"];
                };
            };
            /** @description The tokens or the secret are not accepted. */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
            /** @description The application may not be used on this portal. */
            401: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
            /** @description More was asked for than the application may have. */
            403: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TokenError"];
                };
            };
        };
    };
}

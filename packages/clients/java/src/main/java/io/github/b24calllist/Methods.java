// Generated from spec/dist/sdk.json by `npm run generate`. Do not edit.

package io.github.b24calllist;

import java.util.List;

/** The methods of the portal. */
abstract class Methods {
  Methods() {}

  abstract <T> T call(Command<T> command);

  /**
   * Create a call list ({@code crm.calllist.add}).
   *
   * <p>Creates a call list from contacts or companies and returns the id of the new list, as a
   * number.
   *
   * <p>The participants get the status {@code IN_WORK} and are called in the order of {@code
   * ENTITIES}. The portal also creates a CRM activity, with the calling user as the responsible
   * person; if that fails, the response does not say so. The section "Life of a call list" covers
   * the activity, how a list ends, and how to delete one.
   *
   * <ul>
   *   <li>A retry creates a second list. If the response is lost (timeout, connection reset, HTTP
   *       500, 502 or 504), check {@code crm.calllist.list}, newest first, before you retry. After
   *       a 4xx, nothing was created.
   *   <li>Every id must exist and appear once. Otherwise the call fails with {@code ENTITY_ERROR},
   *       which does not name the id.
   *   <li>Ids that you may not read are dropped silently. The list is created from the other ids.
   *       Only if no id is left does the call fail, with 403.
   * </ul>
   *
   * <pre>{@code
   * System.out.println(b24.add(AddParams.of(EntityType.CONTACT, List.of(9L, 17L, 19L))));
   * }</pre>
   *
   * @param params what is sent
   * @return Id of the new call list.
   * @throws PortalException among others with {@link ErrorCode#ERROR_ARGUMENT}, {@link
   *     ErrorCode#ENTITY_TYPE_ERROR}, {@link ErrorCode#ENTITIES_ERROR}, {@link
   *     ErrorCode#ENTITY_ERROR}, {@link ErrorCode#WEBFORM_ERROR}, {@link ErrorCode#ACCESS_ERROR}
   * @throws OutcomeUnknownException when it may have been executed, or not; it is not retried then
   */
  public long add(AddParams params) {
    return call(Command.add(params));
  }

  /**
   * Get a call list ({@code crm.calllist.get}).
   *
   * <p>Returns the fields of one call list: type, web form, creator and date. The number of
   * participants and their statuses are not among them; read {@code crm.calllist.items.get} for
   * those.
   *
   * <ul>
   *   <li>A missing list and a forbidden list look the same: {@code LIST_ID_ERROR}. A user who may
   *       not read contacts at all gets it for every list of contacts. (The official overview says
   *       that any user may read a list; portals do not agree.)
   *   <li>{@code DATE_CREATE} is in the server's time zone; the response does not say which.
   * </ul>
   *
   * <pre>{@code
   * System.out.println(b24.get(13).entityType());
   * }</pre>
   *
   * @param id Id of the call list.
   * @return A call list as crm.calllist.get returns it. The number of participants is not among its
   *     fields.
   * @throws PortalException among others with {@link ErrorCode#ERROR_ARGUMENT}, {@link
   *     ErrorCode#LIST_ID_ERROR}
   */
  public CallList get(long id) {
    return call(Command.get(id));
  }

  /**
   * Find call lists, as {@link #list(ListParams)}, with all that can be left out left out.
   *
   * @return the result
   */
  public List<CallListRow> list() {
    return list(ListParams.of());
  }

  /**
   * Find call lists ({@code crm.calllist.list}).
   *
   * <p>Returns the portal's call lists, 50 per page, filtered and sorted as you ask. Rows hold the
   * fields that you select, without the type's name ({@code ENTITY_TYPE}) that {@code get} adds.
   *
   * <p>{@link CallListClient#lists} reads all pages.
   *
   * <ul>
   *   <li>It is paged and nothing says so. There is no {@code total} and no {@code next}. Call it
   *       with {@code start} 0, 50, 100 … until a page is shorter than 50; past the end, the result
   *       is an empty array. Better: sort by {@code {"ID":"ASC"}} and filter by {@code >ID} of the
   *       last row, so that lists created meanwhile are neither skipped nor read twice.
   *   <li>{@code start: -1} returns the whole table at once. In other Bitrix24 methods it means
   *       "without counting".
   *   <li>Always sort. Without {@code ORDER}, the portal promises no order at all, and pages may
   *       overlap.
   *   <li>No permissions are checked. Every caller with the scope {@code crm} sees every list of
   *       the portal.
   *   <li>Field names in {@code ORDER} must be uppercase: {@code {"id":"DESC"}} silently sorts
   *       ascending.
   * </ul>
   *
   * <pre>{@code
   * for (CallListRow row : b24.list(ListParams.of().withOrder(Map.of("ID", "DESC")))) {
   *   System.out.println(row.id());
   * }
   * }</pre>
   *
   * @param params what is sent
   * @return A page of call lists. Empty past the last one.
   * @throws PortalException among others with {@link ErrorCode#ERROR_ARGUMENT}, {@link
   *     ErrorCode#UNKNOWN_FIELD}, {@link ErrorCode#ERROR_CORE}
   */
  public List<CallListRow> list(ListParams params) {
    return call(Command.list(params));
  }

  /**
   * Replace the participants of a call list ({@code crm.calllist.update}).
   *
   * <p>Replaces the participants of a list, and its web form. The type of the list cannot change.
   *
   * <p>A retry results in the same participants, though not always in the same order.
   *
   * <ul>
   *   <li>It clears the web form unless you send it. A request without {@code WEBFORM_ID}, or with
   *       null, removes the form from the list. To change participants only, read {@code
   *       WEBFORM_ID} with {@code crm.calllist.get} first and send it back.
   *   <li>{@code ENTITIES} is the whole new set, not an addition. Participants who are missing from
   *       it are deleted with their call status; new ones are appended with {@code IN_WORK}; the
   *       others keep their status and call.
   *   <li>A participant that you missed while reading is deleted. While operators work, pages of
   *       {@code crm.calllist.items.get} silently miss participants. Build {@code ENTITIES} from
   *       two complete passes that agree; if they do not, write nothing.
   *   <li>The order changes. Participants who stay are sorted by status code ({@code IN_WORK},
   *       {@code STOP_CALLING}, {@code SUCCESS}, {@code UC_…}, {@code WRONG_NUMBER}), then by their
   *       old place; new ones follow, and the next update sorts them in, too.
   *   <li>You cannot empty a list on purpose ({@code ENTITIES: []} is rejected), but it can end up
   *       empty: ids that you may not read are dropped silently, and the result is {@code true} all
   *       the same.
   *   <li>Participants that you cannot see stay. Records that the caller may not read, and deleted
   *       ones, are neither removed nor counted. If a list has no other participants, the call
   *       fails with {@code LIST_ID_ERROR}, for administrators too.
   *   <li>Every id must exist and appear once. Otherwise the call fails, here with {@code
   *       ENTITIES_ERROR} (in {@code add}: {@code ENTITY_ERROR}).
   *   <li>A wrong {@code LIST_ID} is reported late, only after the type and the participants were
   *       checked.
   * </ul>
   *
   * <pre>{@code
   * System.out.println(b24.update(UpdateParams.of(13, EntityType.CONTACT, List.of(9L, 17L, 21L), 1L)));
   * }</pre>
   *
   * @param params what is sent
   * @return Always {@code true}. Ids that the caller may not read are left out all the same.
   * @throws PortalException among others with {@link ErrorCode#ERROR_ARGUMENT}, {@link
   *     ErrorCode#ENTITY_TYPE_ERROR}, {@link ErrorCode#ENTITIES_ERROR}, {@link
   *     ErrorCode#WEBFORM_ERROR}, {@link ErrorCode#LIST_ID_ERROR}, {@link ErrorCode#ACCESS_ERROR},
   *     {@link ErrorCode#ERROR_CORE}
   */
  public boolean update(UpdateParams params) {
    return call(Command.update(params));
  }

  /**
   * Get the participants of a call list, as {@link #items(ItemsParams)}, with all that can be left
   * out left out.
   *
   * @param listId Id of the call list.
   * @return the result
   * @throws IllegalArgumentException for an id that is not above 0
   */
  public List<Participant> items(long listId) {
    return items(ItemsParams.of(listId));
  }

  /**
   * Get the participants of a call list ({@code crm.calllist.items.get}).
   *
   * <p>Returns the participants of a list with their call status, 50 per page, in calling order.
   * {@code ID} is the id of the contact or company.
   *
   * <p>{@link CallListClient#participants} reads all pages.
   *
   * <ul>
   *   <li>An empty page is a 403. {@code ACCESS_ERROR} comes past the last page, for a status that
   *       no participant has, for a list that an update has emptied, and for a page with no
   *       participant that you may read. There is no empty array.
   *   <li>It is paged and nothing says so. There is no {@code total} and no {@code next}. Call it
   *       with {@code start} 0, 50, 100 …
   *   <li>A short page is not the last one. Rows that you may not read are removed after the page
   *       was cut: a page can hold fewer than 50 rows, and a page in the middle can be a 403. The
   *       response does not distinguish such a gap from the end.
   *   <li>A status set between two page requests moves participants. Each status that an operator
   *       sets sorts the whole list again. Everybody behind moves up one place, so pages 0, 50, 100
   *       … silently miss one participant for each status, or return one twice. The same happens
   *       between two commands of one batch, and with {@code FILTER.STATUS}.
   *   <li>Let pages overlap to notice it. {@code start} can be any number: if the last row of a
   *       page is not the first row of the next page, participants moved, so read that place again.
   *       Start over until a pass finds no new participant and no movement. The portal promises no
   *       consistent view: only a list that nobody is working on is certain to be complete.
   *   <li>Statuses are compared exactly with the portal's current dictionary. A status that was
   *       removed from it can still appear in rows, but you cannot filter by it.
   *   <li>{@code start: -1} has no meaning here; it returns the first page.
   * </ul>
   *
   * <pre>{@code
   * for (Participant row : b24.items(ItemsParams.of(13).withFilter(ParticipantFilter.of().withStatus(StatusCode.IN_WORK)))) {
   *   System.out.println(row.id());
   * }
   * }</pre>
   *
   * @param params what is sent
   * @return A page of participants in calling order, at most 50. Never empty; an empty page is an
   *     ACCESS_ERROR.
   * @throws PortalException among others with {@link ErrorCode#ERROR_ARGUMENT}, {@link
   *     ErrorCode#LIST_ID_ERROR}, {@link ErrorCode#STATUS_ERROR}, {@link ErrorCode#ACCESS_ERROR}
   */
  public List<Participant> items(ItemsParams params) {
    return call(Command.items(params));
  }

  /**
   * Get the call statuses ({@code crm.calllist.statuslist}).
   *
   * <p>Returns the portal's dictionary of call statuses, sorted. It is not paged, and parameters
   * are ignored.
   *
   * <ul>
   *   <li>Statuses are an open set. Every portal starts with four ({@code IN_WORK}, {@code
   *       SUCCESS}, {@code WRONG_NUMBER}, {@code STOP_CALLING}); administrators can rename them and
   *       add others. Compare {@code STATUS_ID}, never {@code NAME} or {@code ID}: ids differ
   *       between portals.
   *   <li>To change statuses, use {@code crm.status.*} with {@code ENTITY_ID} {@code CALL_LIST}.
   *       Their {@code SORT} also orders the participants of a list while operators work on it.
   * </ul>
   *
   * <pre>{@code
   * for (CallStatus row : b24.statuses()) {
   *   System.out.println(row.statusId());
   * }
   * }</pre>
   *
   * @return All call statuses of the portal, by SORT, then ID. Not paged.
   */
  public List<CallStatus> statuses() {
    return call(Command.statuses());
  }
}

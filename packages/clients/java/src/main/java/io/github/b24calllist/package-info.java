/**
 * Bitrix24 call lists: {@link io.github.b24calllist.CallListClient} makes the calls, {@link
 * io.github.b24calllist.Auth} holds the credentials, {@link
 * io.github.b24calllist.CallListException} is the root of what can go wrong.
 */
package io.github.b24calllist;

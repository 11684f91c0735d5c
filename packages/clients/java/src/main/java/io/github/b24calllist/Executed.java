package io.github.b24calllist;

/** Whether the portal executed a call that failed. */
public enum Executed {
  /** Certainly not: the call changed nothing. */
  NO,
  /** It may have been executed. */
  UNKNOWN
}

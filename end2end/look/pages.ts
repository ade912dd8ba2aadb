// Which pages are pictured, and as whom they are seen.

import type { State } from "../support/surroundings";

/** Pages for everybody. */
export const outside = ["/sign-in", "/staff/sign-in"];

const everySubscriber = ["/", "/bills", "/usage", "/payments", "/plans", "/recommendations", "/orders", "/requests", "/profile"];

/** Pages behind the door, for each state they look different in. */
export const inside: Record<State, string[]> = {
  owesMoney: [...everySubscriber, "/pay"],
  lockedIn: [...everySubscriber, "/requests/new"],
  suspended: [...everySubscriber, "/lines"],
  new: everySubscriber,
  heavyUser: [...everySubscriber, "/profile/security", "/messages"],
  senior: ["/", "/bills", "/usage", "/help"],
  staff: ["/staff/requests", "/staff/customers"],
  supervisor: ["/staff/actings", "/staff/looks"],
  auditor: ["/staff/audit", "/staff/rights"],
};

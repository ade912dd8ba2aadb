// Who plays which part. The first account of each state is only looked at; the others have a part in one journey that
// changes them, so that no journey meets what another one left behind.

import type { State } from "./surroundings";

/** One of the accounts in a state. */
export interface Part {
  state: State;
  /** Counted from 0, the one that is only looked at. */
  nth: number;
}

function part(state: State, nth: number): Part {
  return { state, nth };
}

export const cast = {
  /** Pays what is owed. */
  payer: part("owesMoney", 1),
  /** May change the plan once the debts are paid. */
  debtor: part("owesMoney", 2),
  /** Gets back a line that was barred for debts. */
  returner: part("suspended", 1),
  /** Is acted for by staff. */
  caller: part("suspended", 2),
  /** Calls staff on the phone. */
  phoned: part("suspended", 4),
  /** Adds an authenticator app. */
  guarded: part("new", 4),
  /** Forgets the password. */
  forgetful: part("new", 5),
  /** Adds a passkey. */
  keyholder: part("heavyUser", 4),
  /** Leaves an agreement early, for a fee. */
  leaver: part("lockedIn", 1),
  /** Does not want to hear of a better plan again. */
  stayer: part("lockedIn", 3),
  /** Files requests. */
  asker: part("lockedIn", 2),
  /** Signs in with codes, and has a session end half-way through a form. */
  newcomer: part("new", 1),
  /** Loses a phone. */
  loser: part("new", 2),
  /** Changes the contact number. */
  contactMover: part("owesMoney", 3),
  /** Takes a copy of what is kept. */
  copier: part("suspended", 3),
  /** Changes the profile. */
  mover: part("new", 3),
  /** Changes to a dearer plan at once. */
  upgrader: part("heavyUser", 1),
  /** Meets a network that fails. */
  unlucky: part("heavyUser", 2),
  /** Is answered by staff. */
  complainer: part("heavyUser", 3),
  /** Orders a cheaper plan and thinks better of it. */
  hesitant: part("senior", 1),
  /** Looks after password and sessions. */
  careful: part("senior", 2),
  /** Reads every page in the other language. */
  reader: part("senior", 3),
} as const;

import { delta, json, t } from "odibi";
import { lake } from "../../connections.ts";
import { cleanText, latest } from "../../shared.ts";
// The import is the dependency: there is no list of nodes to keep in order.
import { rawCustomers } from "../bronze/catalog.pipeline.ts";
import { scoreCustomer } from "./score.ts";

/** Customers as they are now, one row each. */
export const customers = latest(rawCustomers, c => c.id)
  .withColumns(c => ({
    name: cleanText(c.name),
    email: c.email?.trim().toLowerCase(),
    /** The part of the mail address after the `@`. */
    email_domain: c.email?.trim().toLowerCase().split("@")[1],
    country: c.country?.toUpperCase() ?? "unknown",
  }))
  // Rows that are there are updated where something is newer, the others are inserted.
  .write(delta(lake, "silver/customers"), {
    mode: "merge",
    keys: c => c.id,
    updateWhen: (incoming, stored) => incoming.updated_at > stored.updated_at,
  });

/** How much attention a customer deserves, by a function in TypeScript that runs when the plan does. */
export const customerScores = customers
  .select(({ id, segment, email_domain }) => ({ id, segment, email_domain }))
  .mapRows({ id: t.int64(), score: t.decimal(4, 2), reason: t.string() }, scoreCustomer)
  .write(json(lake, "silver/customer_scores.jsonl"));

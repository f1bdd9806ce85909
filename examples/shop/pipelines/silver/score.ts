// Plain TypeScript, for each row, when the plan runs. An int64 is a bigint here, and a decimal may be given as a text.
const FREE_MAIL = new Set(["mail.example", "post.example"]);

export function scoreCustomer(row: { id: bigint; segment: "private" | "business"; email_domain: string | null }) {
  const base = row.segment === "business" ? 0.75 : 0.25;
  if (row.email_domain === null) return { id: row.id, score: base.toFixed(2), reason: "no mail address" };
  const own = !FREE_MAIL.has(row.email_domain);
  return { id: row.id, score: (base + (own ? 0.2 : 0)).toFixed(2), reason: own ? "a domain of their own" : "free mail" };
}

import { csv, parquet, read, t } from "odibi";
import { source } from "../connections.ts";

// The tables of the benchmark that the five queries use: the two large ones from Parquet, the others from CSV.

export const lineitem = read(parquet(source, "lineitem.parquet"), {
  l_orderkey: t.int64(),
  l_partkey: t.int64(),
  l_suppkey: t.int64(),
  l_linenumber: t.int32(),
  l_quantity: t.decimal(15, 2),
  l_extendedprice: t.decimal(15, 2),
  l_discount: t.decimal(15, 2),
  l_tax: t.decimal(15, 2),
  l_returnflag: t.enum("R", "A", "N"),
  l_linestatus: t.enum("O", "F"),
  l_shipdate: t.date(),
  l_commitdate: t.date(),
  l_receiptdate: t.date(),
  l_shipinstruct: t.string(),
  l_shipmode: t.string(),
  l_comment: t.string(),
});

export const orders = read(parquet(source, "orders.parquet"), {
  o_orderkey: t.int64(),
  o_custkey: t.int64(),
  o_orderstatus: t.enum("F", "O", "P"),
  o_totalprice: t.decimal(15, 2),
  o_orderdate: t.date(),
  o_orderpriority: t.string(),
  o_clerk: t.string(),
  o_shippriority: t.int32(),
  o_comment: t.string(),
});

export const customer = read(csv(source, "customer.csv"), {
  c_custkey: t.int64(),
  c_name: t.string(),
  c_address: t.string(),
  c_nationkey: t.int64(),
  c_phone: t.string(),
  c_acctbal: t.decimal(15, 2),
  c_mktsegment: t.string(),
  c_comment: t.string(),
});

export const supplier = read(csv(source, "supplier.csv"), {
  s_suppkey: t.int64(),
  s_name: t.string(),
  s_address: t.string(),
  s_nationkey: t.int64(),
  s_phone: t.string(),
  s_acctbal: t.decimal(15, 2),
  s_comment: t.string(),
});

export const nation = read(csv(source, "nation.csv"), {
  n_nationkey: t.int64(),
  n_name: t.string(),
  n_regionkey: t.int64(),
  n_comment: t.string(),
});
export const region = read(csv(source, "region.csv"), { r_regionkey: t.int64(), r_name: t.string(), r_comment: t.string() });

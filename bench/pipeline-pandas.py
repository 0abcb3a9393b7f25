"""The rules of the pipeline in vectorised pandas: the comparison of `npm run bench:pipeline`.

Money is int64 (billionths). Pairs by device are found by merge_asof, nearest in both directions at once: one to one, as
each side keeps its nearest, but neither the largest possible number of pairs nor the smallest gap is promised. Writes
the same reports. Prints the seconds beyond start-up (imports) and the counts as JSON.
"""
import json
import os
import sys
import time

import numpy as np
import pandas as pd

started, started_cpu = time.perf_counter(), time.process_time()
data, out = sys.argv[1], sys.argv[2]
os.makedirs(out, exist_ok=True)
UNIT = 1_000_000_000


def read(name):
    return pd.read_csv(os.path.join(data, name), dtype=str, keep_default_na=False, on_bad_lines="skip", encoding="utf-8")


def money(cells):
    text = cells.str.strip().str.replace(",", ".", regex=False)
    text = text.where(text.str.fullmatch(r"[+-]?\d{1,9}(\.\d{0,9}0*)?"), None)
    return (text.astype(float) * UNIT).round()


def moment(cells):
    plain = pd.to_datetime(cells, utc=True, errors="coerce", format="%Y-%m-%dT%H:%M:%SZ")
    odd = plain.isna()
    plain[odd] = pd.to_datetime(cells[odd].where(cells[odd].str.len() > 12), utc=True, errors="coerce")
    return plain


def text_of(times):
    return times.dt.strftime("%Y-%m-%dT%H:%M:%SZ")


# load and curate
raw = read("purchases_raw.csv")
told = pd.DataFrame(
    {
        "device": raw.appsflyer_id.str.strip(),
        "event": raw.event_name.str.strip().str.lower(),
        "at": moment(raw.event_time_utc),
        "revenue": money(raw.revenue_usd),
        "campaign": raw.campaign.str.strip(),
        "receipt": raw.receipt_id.str.strip(),
        "status": raw.status.str.strip().str.lower(),
    }
)
told["norm"] = told.campaign.str.upper()
sale = (told.status == "success") & told.event.isin(["purchase", "af_purchase"])
back = told.status == "chargeback"
unread = (sale | back) & ((told.device == "") | told["at"].isna() | told.revenue.isna())
sales = told[sale & ~unread & (told.revenue > 0)].copy()
sales["revenue"] = sales.revenue.astype("int64")
eligible = len(sales)
sales["none"] = sales.receipt == ""
sales = sales.sort_values(["at", "none", "receipt", "campaign"], kind="stable")
sales = sales.drop_duplicates(["device", "at", "event", "revenue"])
sales = sales[sales.none | ~sales.duplicated(["device", "receipt"])]

# chargebacks
charged = told[back & ~unread].drop_duplicates(["device", "event", "at", "revenue", "receipt"])
charged = charged.sort_values("at", kind="stable").reset_index(drop=True)
charged["b"] = np.arange(len(charged))
sales = sales.sort_values("at", kind="stable")
sales["s"] = np.arange(len(sales))
asked = charged[charged.receipt != ""][["device", "receipt", "b"]]
sold = sales[sales.receipt.isin(set(asked.receipt))][["device", "receipt", "s"]]
originals = []
for keys in (["device", "receipt"], ["receipt"]):
    nth = asked.assign(nth=asked.groupby(keys).cumcount()).merge(sold.assign(nth=sold.groupby(keys).cumcount()), on=[*keys, "nth"])
    originals.append(nth[["b", "s"]])
    asked, sold = asked[~asked.b.isin(nth.b)], sold[~sold.s.isin(nth.s)]
originals = pd.concat(originals)
sales["charged"] = sales.s.isin(set(originals.s))
sales["shown"] = sales.revenue.where(~sales.charged, 0)
unmatched = charged[~charged.b.isin(set(originals.b))]
sales = sales.sort_index().reset_index(drop=True)

# reconcile
cf = read("confirmed_purchases.csv")
confirmed = pd.DataFrame(
    {
        "device": cf.appsflyer_id.str.strip(),
        "at": moment(cf.event_time_utc),
        "revenue": money(cf.revenue_usd),
        "receipt": cf.receipt_id.str.strip(),
    }
)
confirmed = confirmed[(confirmed.device != "") & confirmed["at"].notna() & confirmed.revenue.notna()].reset_index(drop=True)
confirmed["revenue"] = confirmed.revenue.astype("int64")
sales["p"], confirmed["c"] = np.arange(len(sales)), np.arange(len(confirmed))
left = sales[~sales.none & ~sales.duplicated("receipt", keep=False)]
right = confirmed[(confirmed.receipt != "") & (confirmed.revenue >= 0)].drop_duplicates("receipt")
pairs = [left[["receipt", "p"]].merge(right[["receipt", "c"]], on="receipt")[["p", "c"]].assign(by="receipt")]
ps = sales[~sales.p.isin(pairs[0].p)][["device", "at", "p"]].sort_values("at", kind="stable")
cs = confirmed[~confirmed.c.isin(pairs[0].c) & (confirmed.revenue >= 0)][["device", "at", "c"]].sort_values("at", kind="stable")
reach = pd.Timedelta(minutes=10)
for _ in range(8):
    if len(ps) == 0 or len(cs) == 0:
        break
    forth = pd.merge_asof(ps, cs.rename(columns={"at": "cat"}), left_on="at", right_on="cat", by="device", direction="nearest", tolerance=reach)
    forth = forth.dropna(subset=["c"])
    forth["gap"] = (forth["at"] - forth.cat).abs()
    found = forth.sort_values(["gap", "at"], kind="stable").drop_duplicates("c")[["p", "c"]]
    if len(found) == 0:
        break
    pairs.append(found.assign(by="device"))
    ps, cs = ps[~ps.p.isin(found.p)], cs[~cs.c.isin(found.c)]
pairs = pd.concat(pairs).astype({"c": "int64"})

# metrics
sales["date"] = sales["at"].dt.strftime("%Y-%m-%d")
earned = sales.groupby(["date", "norm"], as_index=False).shown.sum()
costs = read("costs_daily.csv")
costs["campaign"] = costs.campaign.str.strip().str.upper()
costs["cost"] = money(costs.ad_cost_usd)
spent = costs.dropna(subset=["cost"]).groupby(["date", "campaign"], as_index=False).cost.sum()
roas = earned.merge(spent, how="outer", left_on=["date", "norm"], right_on=["date", "campaign"])
roas["name"] = roas.norm.fillna(roas.campaign)
roas["roas"] = (roas.shown.fillna(0) / roas.cost).where(roas.cost > 0)
days = sorted(sales.date.unique())
d1 = days[-2] if len(days) > 1 else days[-1]
today = roas[roas.date == d1].sort_values("name")
start = (pd.Timestamp(d1) - pd.Timedelta(days=7)).strftime("%Y-%m-%d")
history = roas[(roas.date >= start) & (roas.date < d1) & roas.roas.notna()]
stats = history.groupby("name").roas.agg(["mean", "median", "count"])
spread = (history.roas - history.name.map(stats["median"])).abs().groupby(history.name).median()
anomalies = today.join(stats, on="name").assign(mad=today.name.map(spread))
anomalies["anomaly"] = anomalies.roas < anomalies["mean"] / 2
anomalies["z"] = 0.6745 * (anomalies.roas - anomalies["median"]) / anomalies["mad"]
sessions = read("sessions.csv")
seen = pd.DataFrame({"date": moment(sessions.event_timestamp_utc).dt.strftime("%Y-%m-%d"), "user": sessions.user_id.str.strip()})
users = seen[(seen.user != "") & seen.date.notna()].groupby("date").user.nunique()
arpdau = earned[earned.date == d1].assign(dau=int(users.get(d1, 0)))

# reports
sales["time"] = text_of(sales["at"])
curated = pd.DataFrame(
    {
        "appsflyer_id": sales.device,
        "event_name": sales.event,
        "event_time_utc": sales.time,
        "revenue_usd": sales.shown / UNIT,
        "campaign": sales.campaign,
        "receipt_id": sales.receipt,
        "status": "success",
        "campaign_norm": sales.norm,
        "composite": sales.device + "|" + sales.time + "|" + sales.event + "|" + (sales.revenue / UNIT).astype(str),
    }
)
curated.to_csv(os.path.join(out, "purchases_curated.csv"), index=False)
confirmed["time"] = text_of(confirmed["at"])
rows = sales[["p", "device", "time", "at", "shown", "revenue", "receipt"]].merge(pairs, how="left", on="p")
rows = rows.merge(confirmed[["c", "time", "at", "revenue"]].add_prefix("c_").rename(columns={"c_c": "c"}), how="left", on="c")
matched = rows.c.notna()
hit = rows[matched]
details = []
shown = pd.DataFrame(
    {
        "type": "matched",
        "appsflyer_id": hit.device,
        "af_event_time_utc": hit.time,
        "cf_event_time_utc": hit.c_time,
        "revenue_usd": hit.shown / UNIT,
        "receipt_id": hit.receipt,
        "matched_by": hit.by,
        "gap_seconds": (hit.c_at - hit["at"]).abs().dt.total_seconds(),
        "amount_difference_usd": (hit.c_revenue - hit.revenue) / UNIT,
    }
)
details.append(shown)
miss = rows[~matched]
details.append(pd.DataFrame({"type": "af_only", "appsflyer_id": miss.device, "event_time_utc": miss.time, "revenue_usd": miss.shown / UNIT, "receipt_id": miss.receipt}))
alone = confirmed[~confirmed.c.isin(pairs.c)]
details.append(pd.DataFrame({"type": "confirmed_only", "appsflyer_id": alone.device, "event_time_utc": alone.time, "revenue_usd": alone.revenue / UNIT, "receipt_id": alone.receipt}))
summary = {"matched": int(matched.sum()), "af_only": int((~matched).sum()), "confirmed_only": len(alone), "exceptions": len(unmatched)}
with open(os.path.join(out, "reconciliation.json"), "w", encoding="utf-8") as f:
    f.write('{"summary":' + json.dumps(summary) + ',"details":[\n')
    f.write(",\n".join(part.to_json(orient="records", lines=True, force_ascii=False).rstrip("\n").replace("\n", ",\n") for part in details if len(part)))
    f.write("\n]}\n")
today.to_json(os.path.join(out, "roas_d1.json"), orient="records")
anomalies.to_json(os.path.join(out, "roas_anomaly.json"), orient="records")
arpdau.to_json(os.path.join(out, "arpdau_d1.json"), orient="records")
roas.to_csv(os.path.join(out, "metrics_daily.csv"), index=False)
pd.DataFrame({"line": raw.index[unread] + 2}).to_csv(os.path.join(out, "rejected.csv"), index=False)

print(
    json.dumps(
        {
            "seconds": time.perf_counter() - started,
            "cpu": time.process_time() - started_cpu,
            "curated": len(sales),
            "duplicates": eligible - len(sales),
            **summary,
        }
    )
)

const BLANKS = `E' \\t\\r\\n'`;

/** The words that the rules are written in. */
export const MACROS = `
-- A cell without its blanks; an empty one is ''.
create macro clean(cell) as trim(coalesce(cell, ''), ${BLANKS});

-- Decimal point or comma, no thousands separators: a tenth decimal would not be exact, so it is no amount.
create macro money(cell) as
  case when regexp_full_match(clean(cell), '[+-]?(\\d{1,9}([.,]\\d{0,9}0*)?|[.,]\\d{1,9}0*)')
  then try_cast(replace(clean(cell), ',', '.') as decimal(18, 9)) end;

-- ISO 8601 with T or a blank; a time without a zone is UTC.
create macro moment(cell) as
  case
    when strlen(cell) = 20 and cell[20] = 'Z' and cell[17] = ':' then try_cast(cell as timestamp)
    when regexp_full_match(clean(cell), '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d{1,6})?)?(Z|z|[+-]\\d\\d(:?\\d\\d)?| UTC)?')
    then try_cast(replace(clean(cell), ',', '.') as timestamptz) at time zone 'UTC'
  end;

create macro day(cell) as
  case when regexp_full_match(clean(cell), '\\d{4}-\\d\\d-\\d\\d') then try_cast(clean(cell) as date) end;

-- Compared without regard to case.
create macro norm(text) as upper(text);

create macro money_text(amount) as
  case when cast(amount as decimal(38, 2)) = amount then cast(cast(amount as decimal(38, 2)) as varchar)
  else rtrim(cast(cast(amount as decimal(38, 9)) as varchar), '0') end;

create macro seconds_text(microseconds) as
  if(microseconds % 1000000 = 0, cast(microseconds // 1000000 as varchar), cast(microseconds / 1000000 as varchar));

create macro moment_text(instant) as replace(cast(instant as varchar), ' ', 'T') || 'Z';

create macro billionths(amount) as cast(cast(amount as decimal(38, 9)) * 1000000000 as hugeint);

-- a / b to ten decimals, exactly, halves away from zero; without a b there is none.
create macro ratio(a, b) as
  case when b > 0 then
    cast((billionths(a) * 20000000000 + sign(a) * billionths(b)) // (2 * billionths(b)) as decimal(38, 0))
    * cast(0.0000000001 as decimal(11, 10))
  end;

-- The mean of ratios, to ten decimals as well.
create macro mean_ratio(total, count) as
  cast((cast(total * 10000000000 as hugeint) * 2 + sign(total) * count) // (2 * count) as decimal(38, 0))
  * cast(0.0000000001 as decimal(11, 10));

create macro json_text(text) as
  case when regexp_matches(text, '["\\\\\\x00-\\x1f]') then cast(to_json(text) as varchar) else '"' || text || '"' end;

-- What a spreadsheet would take for a formula starts with an apostrophe instead.
create macro cell(text) as
  case when text[1] in ('=', '+', '-', '@', E'\\t', E'\\r', E'\\n', '＝', '＋', '－', '＠') then '''' || text else text end;
`;

const BLANKS = `E' \\t\\r\\n'`;

/**
 * The words that the rules are written in. Where a macro has two ways, the first is the usual form, which is cheap to
 * recognise, and the second is the rule.
 */
export const MACROS = `
-- A cell without its blanks; an empty one is ''.
create macro clean(cell) as
  case
    when cell > '!' and not (suffix(cell, ' ') or suffix(cell, E'\\t') or suffix(cell, E'\\r') or suffix(cell, E'\\n')) then cell
    else trim(coalesce(cell, ''), ${BLANKS})
  end;

-- A word that is mostly the same.
create macro word(cell, usual) as case when cell = usual then usual else lower(clean(cell)) end;

-- Decimal point or comma, no thousands separators: a tenth decimal would not be exact, so it is no amount.
create macro money(cell) as
  case
    when regexp_full_match(cell, '\\d{1,9}\\.\\d\\d') then cast(cell as decimal(18, 9))
    when regexp_full_match(clean(cell), '[+-]?(\\d{1,9}([.,]\\d{0,9}0*)?|[.,]\\d{1,9}0*)')
    then try_cast(replace(clean(cell), ',', '.') as decimal(18, 9))
  end;

-- ISO 8601 with T or a blank; a time without a zone is UTC.
create macro moment(cell) as
  case
    when strlen(cell) = 20 and suffix(cell, 'Z') then try_cast(cell as timestamp)
    when regexp_full_match(clean(cell), '\\d{4}-\\d\\d-\\d\\d[T ]\\d\\d:\\d\\d(:\\d\\d([.,]\\d{1,6})?)?(Z|z|[+-]\\d\\d(:?\\d\\d)?| UTC)?')
    then try_cast(replace(clean(cell), ',', '.') as timestamptz) at time zone 'UTC'
  end;

create macro day(cell) as
  case when regexp_full_match(clean(cell), '\\d{4}-\\d\\d-\\d\\d') then try_cast(clean(cell) as date) end;

-- Compared without regard to case.
create macro norm(text) as upper(text);

create macro money_text(amount) as
  case when cast(cast(amount as decimal(18, 2)) as decimal(20, 9)) = amount then cast(cast(amount as decimal(18, 2)) as varchar)
  else rtrim(cast(amount as varchar), '0') end;

create macro sum_text(amount) as
  case when cast(amount as decimal(38, 2)) = amount then cast(cast(amount as decimal(38, 2)) as varchar)
  else rtrim(cast(amount as varchar), '0') end;

create macro seconds_text(microseconds) as
  if(microseconds % 1000000 = 0, cast(microseconds // 1000000 as varchar), rtrim(cast(cast(microseconds as decimal(18, 0)) * 0.000001 as varchar), '0'));

create macro moment_text(instant) as
  case when epoch_us(instant) % 1000000 = 0 then strftime(instant, '%Y-%m-%dT%H:%M:%SZ')
  else replace(cast(instant as varchar), ' ', 'T') || 'Z' end;

create macro billionths(amount) as cast(cast(amount as decimal(38, 9)) * 1000000000 as hugeint);

-- a / b to ten decimals, exactly, halves away from zero; without a b there is none.
create macro ratio(a, b) as
  case when b > 0 then
    cast((billionths(a) * 20000000000 + sign(a) * billionths(b)) // (2 * billionths(b)) as decimal(38, 0))
    * cast(0.0000000001 as decimal(11, 10))
  end;

-- A ratio as the whole number of its last decimals: as a decimal it would have no room for another ten.
create macro ten_billionths(ratio) as cast(replace(cast(ratio as varchar), '.', '') as hugeint);

-- The mean of ratios, to ten decimals as well.
create macro mean_ratio(total, count) as
  cast((ten_billionths(total) * 2 + sign(total) * count) // (2 * count) as decimal(38, 0))
  * cast(0.0000000001 as decimal(11, 10));

-- A cell may end at a semicolon, where commas are decimal, and another may begin there: no formula behind one.
create macro no_formula_within(text) as
  case when contains(text, ';') or contains(text, E'\\t') or contains(text, E'\\r') or contains(text, E'\\n')
  then regexp_replace(text, '([;\\t\\r\\n])([" '']*[-=+@＝＋－＠])', '\\1''\\2', 'g')
  else text end;

-- What a spreadsheet would take for a formula starts with an apostrophe instead.
create macro cell(text) as
  case when text > 'A' and text < '\uff00' then no_formula_within(text)
  when regexp_matches(text, '^[-=+@\\t\\r\\n＝＋－＠]') then '''' || no_formula_within(text)
  else no_formula_within(text) end;
`;

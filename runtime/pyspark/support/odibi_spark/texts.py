"""Values as texts, the way a template string gives them."""

from __future__ import annotations


def text_of(type_name: str, value: str) -> str:
    """An SQL expression of a value's text."""
    if type_name in ("string",):
        return value
    if type_name == "double":
        return _once(value)
    if type_name == "float":
        return _once(f"cast({value} as double)")
    if type_name == "timestamp":
        return f"date_format({value}, \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS'Z'\")"
    if type_name == "timestamp_ntz":
        return f"date_format({value}, \"yyyy-MM-dd'T'HH:mm:ss.SSSSSS\")"
    if type_name == "binary":
        return f"lower(hex({value}))"
    return f"cast({value} as string)"


def _once(value: str) -> str:
    """The value is named, so that it is computed once."""
    return f"transform(array({value}), a -> {_float_text('a')})[0]"


def _float_text(a: str) -> str:
    """Number::toString of ECMA-262, from Java's text. That has other exponents, and before Java 19
    it is not always the shortest: from 2^53 on, and below 1e-300, the shortest is tried out."""
    sign = f"if({a} < 0D, '-', '')"
    digits = f"regexp_replace(replace(split_part(string(abs({a})), 'E', 1), '.', ''), '0$', '')"
    exponent = f"int(split_part(string({a}), 'E', 2))"
    long = (
        f"if(length({digits}) > {exponent} + 1, concat(substring({digits}, 1, {exponent} + 1), '.', "
        f"substring({digits}, {exponent} + 2)), rpad({digits}, {exponent} + 1, '0'))"
    )
    parts = (
        "transform(array(100000L, 10000L, 1000L, 100L, 10L, 1L), "
        f"p -> (bigint(abs({a})) + p div 2) div p * p)"
    )
    integer = f"filter({parts}, t -> double(t) = abs({a}))[0]"
    tries = f"transform(sequence(0, 16), k -> format_string(concat('%.', k, 'e'), abs({a})))"
    shortest = f"filter({tries}, t -> double(t) = abs({a}))[0]"
    padded = "rpad(replace(split_part(t, 'e', 1), '.', ''), int(split_part(t, 'e+', 2)) + 1, '0')"
    outer = (
        f"transform(array({shortest}), t -> if(abs({a}) >= 1e21D or abs({a}) < 1e-6D, "
        f"regexp_replace(t, 'e([+-])0', 'e$1'), {padded}))[0]"
    )
    return (
        f"case when isnan({a}) then 'NaN' "
        f"when abs({a}) = double('Infinity') then if({a} > 0D, 'Infinity', '-Infinity') "
        f"when {a} = 0D then '0' "
        f"when abs({a}) >= 9007199254740992D and abs({a}) < 9e18D then concat({sign}, {integer}) "
        f"when abs({a}) >= 9e18D or abs({a}) < 1e-300D then concat({sign}, {outer}) "
        f"when abs({a}) >= 1e7D then concat({sign}, {long}) "
        f"when abs({a}) < 1e-6D then "
        f"regexp_replace(replace(string({a}), '.0E', 'E'), 'E', 'e') "
        f"when abs({a}) < 1e-3D then concat({sign}, '0.', repeat('0', -{exponent} - 1), {digits}) "
        f"else regexp_replace(string({a}), '\\\\.0$', '') end"
    )

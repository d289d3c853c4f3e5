namespace Atlas.Catalog.Gs1;

/// <summary>Dates as GS1 writes them: <c>YYMMDD</c>.</summary>
static class Gs1Date
{
    const int YearsAhead = 50;

    /// <summary>
    /// Reads a date. The century is the one that brings the year closest to the current one: at most 49 years back and 50 ahead.
    /// Day 00 is the last day of the month.
    /// </summary>
    public static bool TryParse(string text, DateOnly today, out DateOnly date)
    {
        date = default;
        if (text.Length != 6 || !text.All(char.IsAsciiDigit)) return false;
        var (yy, month, day) = (int.Parse(text.AsSpan(0, 2)), int.Parse(text.AsSpan(2, 2)), int.Parse(text.AsSpan(4, 2)));
        var year = today.Year - today.Year % 100 + yy;
        if (year - today.Year > YearsAhead) year -= 100;
        else if (today.Year - year >= YearsAhead) year += 100;

        if (month is < 1 or > 12) return false;
        if (day == 0) day = DateTime.DaysInMonth(year, month);
        if (day > DateTime.DaysInMonth(year, month)) return false;
        date = new DateOnly(year, month, day);
        return true;
    }
}

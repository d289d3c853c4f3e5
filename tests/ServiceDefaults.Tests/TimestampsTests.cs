using System.Globalization;

namespace Atlas.ServiceDefaults.Tests;

public sealed class TimestampsTests
{
    [Theory]
    [InlineData("2026-05-08T14:30:00Z", "2026-05-08T14:30:00.0000000")]
    [InlineData("2026-05-08t14:30:00z", "2026-05-08T14:30:00.0000000")]
    [InlineData("2026-05-08T14:30:00.5Z", "2026-05-08T14:30:00.5000000")]
    [InlineData("2026-05-08T14:30:00.1234567Z", "2026-05-08T14:30:00.1234567")]
    [InlineData("2026-05-08T14:30:00.123456789Z", "2026-05-08T14:30:00.1234567")]
    [InlineData("2026-05-08T14:30:00.123456789+02:00", "2026-05-08T12:30:00.1234567")]
    [InlineData("2026-05-08T14:30:00+02:00", "2026-05-08T12:30:00.0000000")]
    [InlineData("2026-05-08T14:30:00-05:30", "2026-05-08T20:00:00.0000000")]
    [InlineData("2024-02-29T00:00:00Z", "2024-02-29T00:00:00.0000000")]
    public void A_time_with_an_offset_is_read_as_utc(string text, string utc)
    {
        Timestamps.TryParse(text, out var time).ShouldBeTrue();

        time.Offset.ShouldBe(TimeSpan.Zero);
        time.ToString("yyyy-MM-dd'T'HH:mm:ss.fffffff", CultureInfo.InvariantCulture).ShouldBe(utc);
    }

    [Theory]
    [InlineData("2026-05-08T14:30:00")] // Whose half past two?
    [InlineData("2026-05-08")]
    [InlineData("2026-05-08 14:30:00Z")]
    [InlineData("2026-05-08T14:30Z")]
    [InlineData("2026-05-08T14:30:00.Z")]
    [InlineData("2026-05-08T14:30:00+0200")]
    [InlineData("2026-05-08T14:30:00+25:00")]
    [InlineData("2026-02-30T14:30:00Z")]
    [InlineData("2026-05-08T24:30:00Z")]
    [InlineData("08.05.2026 14:30")]
    [InlineData("1778250600")]
    [InlineData("now")]
    [InlineData("")]
    [InlineData("Z")]
    public void Everything_else_is_refused(string text) => Timestamps.TryParse(text, out _).ShouldBeFalse();
}

using System.Text.RegularExpressions;
using Atlas.Gateway.Credentials;

namespace Atlas.Gateway.Tests.Credentials;

public class KeyTextTests
{
    [Theory]
    [InlineData("live")]
    [InlineData("test")]
    public void A_minted_key_has_the_published_form_and_carries_its_id(string kind)
    {
        var id = KeyText.NewId();

        var key = KeyText.Mint(kind, id);

        Regex.IsMatch(key, $"^{KeyText.Pattern}$").ShouldBeTrue();
        KeyText.TryReadId(key, out var found).ShouldBeTrue();
        found.ToString().ShouldBe(id);
        KeyText.HasRightChecksum(key).ShouldBeTrue();
    }

    [Fact]
    public void One_changed_character_anywhere_is_noticed_by_form_or_checksum()
    {
        var key = KeyText.Mint("live", KeyText.NewId());

        for (var at = 0; at < key.Length; at++)
        {
            var changed = key[..at] + (key[at] == 'x' ? 'y' : 'x') + key[(at + 1)..];
            (KeyText.TryReadId(changed, out _) && KeyText.HasRightChecksum(changed)).ShouldBeFalse(changed);
        }
    }

    [Fact]
    public void The_checksum_is_the_crc_32_that_everybody_knows()
    {
        // CRC-32 of "123456789" is CBF43926; what the text of a key ends with is that number in base62.
        const string known = "atlas_live_000000000000_00000000000000000000000000000000";
        var withChecksum = known + Base62(Crc32(known));

        KeyText.HasRightChecksum(withChecksum).ShouldBeTrue();
        Crc32("123456789").ShouldBe(0xCBF43926u);
    }

    [Fact]
    public void No_two_secrets_are_alike()
    {
        var id = KeyText.NewId();

        Enumerable.Range(0, 1_000).Select(_ => KeyText.Mint("live", id)).Distinct().Count().ShouldBe(1_000);
    }

    static uint Crc32(string text)
    {
        var crc = uint.MaxValue;
        foreach (var c in text)
        {
            crc ^= c;
            for (var bit = 0; bit < 8; bit++) crc = (crc & 1) == 1 ? (crc >> 1) ^ 0xEDB88320 : crc >> 1;
        }

        return ~crc;
    }

    static string Base62(uint number)
    {
        const string digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
        var text = "";
        for (var i = 0; i < 6; i++, number /= 62) text = digits[(int)(number % 62)] + text;
        return text;
    }
}

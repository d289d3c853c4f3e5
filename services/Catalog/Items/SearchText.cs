using System.Globalization;
using System.Text;

namespace Atlas.Catalog.Items;

/// <summary>
/// How texts are compared in the search: without case, accents and the many forms that Unicode has of one letter. An item keeps
/// its texts folded, and a question is folded by the same rules.
/// </summary>
/// <remarks>Here and not in the database, so that both sides cannot disagree and no locale of a server matters.</remarks>
static class SearchText
{
    /// <summary>A question can have this many words.</summary>
    public const int MaxTerms = 8;

    /// <summary>A question can have this many characters.</summary>
    public const int MaxQuestion = 200;

    // Shorter parts of words have no trigram: they are looked for where words begin.
    const int MinPart = 3;

    /// <summary>All words of these texts, a space before each, so that where a word begins can be found too.</summary>
    public static string Of(IEnumerable<string> texts)
    {
        var words = new List<string>();
        foreach (var word in texts.SelectMany(Words))
        {
            words.Add(word);
            // TBL-NOTE-08 is found by 08 as well.
            if (!word.All(char.IsLetterOrDigit)) words.AddRange(Parts(word));
        }

        return string.Concat(words.Distinct().Select(word => $" {word}"));
    }

    /// <summary>The words of a question, folded, all of which an item must hold; empty when it has no letter and no digit.</summary>
    public static IReadOnlyList<string> Terms(string question) => [.. Words(question).Where(word => word.Any(char.IsLetterOrDigit)).Distinct()];

    /// <summary>The pattern by which LIKE finds a word, or a part of one.</summary>
    public static string Pattern(string word) => word.Length < MinPart ? $"% {Escape(word)}%" : $"%{Escape(word)}%";

    /// <summary>The text so that LIKE finds it as it is.</summary>
    public static string Escape(string text) => text.Replace("\\", "\\\\").Replace("%", "\\%").Replace("_", "\\_");

    /// <summary>The text without case and accents.</summary>
    public static string Fold(string text)
    {
        var folded = new StringBuilder(text.Length);
        foreach (var c in text.Normalize(NormalizationForm.FormKD))
        {
            if (CharUnicodeInfo.GetUnicodeCategory(c) == UnicodeCategory.NonSpacingMark) continue;
            // Letters that are no plain letter with something on top.
            folded.Append(char.ToLowerInvariant(c) switch
            {
                'ß' => "ss", 'æ' => "ae", 'œ' => "oe", 'ø' => "o", 'đ' or 'ð' => "d", 'ł' => "l", 'þ' => "th", 'ı' => "i", 'ħ' => "h",
                var letter => letter.ToString(),
            });
        }

        return folded.ToString();
    }

    static string[] Words(string text) => Fold(text).Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);

    static IEnumerable<string> Parts(string word)
    {
        var start = 0;
        for (var i = 0; i <= word.Length; i++)
        {
            if (i < word.Length && char.IsLetterOrDigit(word[i])) continue;
            if (i > start) yield return word[start..i];
            start = i + 1;
        }
    }
}

# frozen_string_literal: true

# How far two texts are apart, in characters deleted and inserted (Myers, "An O(ND) Difference Algorithm", 1986).
class CharacterDiff
  def initialize(before, after)
    @before = before.chars
    @after = after.chars
  end

  def size
    furthest = Hash.new(0)
    (0..@before.size + @after.size).each do |distance|
      (-distance..distance).step(2) do |diagonal|
        down =
          diagonal == -distance ||
            (diagonal != distance && furthest[diagonal - 1] < furthest[diagonal + 1])
        x = down ? furthest[diagonal + 1] : furthest[diagonal - 1] + 1
        x = follow(x, diagonal)
        return distance if x >= @before.size && x - diagonal >= @after.size
        furthest[diagonal] = x
      end
    end
  end

  private

  def follow(x, diagonal)
    while x < @before.size && x - diagonal < @after.size && @before[x] == @after[x - diagonal]
      x += 1
    end
    x
  end
end
